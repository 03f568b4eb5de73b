from datetime import date, datetime, timedelta
from random import Random
from statistics import mean, median

from odoo.tests import tagged

from .report_common import ReportCase, day_of, local

DASH = "–"


@tagged("post_install", "-at_install")
class TestComplaintReport(ReportCase):
    """Every number of every sheet, against the same number counted record by record."""

    def make_a_year(self):
        rng = Random(7)
        start = local(2025, 2, 20)
        vals_list = []
        for _each in range(150):
            received = start + timedelta(minutes=rng.randint(0, 420 * 24 * 60))
            if rng.random() < 0.5:
                received = local(2026, 3, 1) + timedelta(minutes=rng.randint(-9000, 50000))
            state = rng.choice(["new", "resolved", "closed", "closed", "closed", "rejected"])
            ended = received + timedelta(seconds=rng.randint(60, 30 * 86400))
            vals = self.here(
                received,
                state=state,
                closed_at=ended if state in ("closed", "rejected") and rng.random() < 0.95 else False,
                category_id=rng.choice([self.goods.id, self.price.id, self.attitude.id, False]),
                channel=rng.choice(["phone", "counter", "social"]),
                product_id=rng.choice([*self.products.ids, False]),
                employee_ids=rng.sample(self.staff.ids, rng.randint(0, 2)),
                site_id=rng.choice([self.floor.id, self.counter.id, False]),
                amount_at_stake=rng.choice([0, rng.randint(100, 99999) / 100]),
                reopen_count=rng.choice([0, 0, 1]),
                is_history=rng.random() < 0.4,
                active=rng.random() > 0.05,
            )
            vals_list.append(vals)
        self.Complaint.create(vals_list)
        return self.Complaint.search([("company_id", "=", self.mall.id)])

    def count(self, complaints, first, last):
        """The figures of a period, in the order of the Totals sheet."""
        received = complaints.filtered(lambda c: first <= day_of(c.received_at) <= last)
        decided = complaints.filtered(lambda c: c.closed_at and first <= day_of(c.closed_at) <= last)
        closed = decided.filtered(lambda c: c.state == "closed")
        in_time = received.filtered(
            lambda c: c.state == "closed" and not (c.closed_at and day_of(c.closed_at) > last)
        )
        days = [(c.closed_at - c.received_at).total_seconds() / 86400 for c in closed]
        return [
            len(received),
            len(received.filtered("is_history")),
            len(in_time),
            len(in_time) / len(received) if received else None,
            len(received.filtered("reopen_count")),
            sum(received.mapped("amount_at_stake")),
            len(closed),
            mean(days) if days else None,
            median(days) if days else None,
            len(decided - closed),
            len(
                complaints.filtered(
                    lambda c: (
                        day_of(c.received_at) <= last
                        and (
                            c.state not in ("closed", "rejected")
                            or (c.closed_at and day_of(c.closed_at) > last)
                        )
                    )
                )
            ),
        ]

    def assert_numbers(self, found, expected):
        self.assertEqual(len(found), len(expected))
        for value, wanted in zip(found, expected, strict=True):
            if wanted is None:
                self.assertEqual(value, DASH)
            elif isinstance(wanted, str):
                self.assertEqual(value, wanted)
            else:
                self.assertAlmostEqual(value, wanted, 6)

    def test_totals_with_both_comparisons(self):
        complaints = self.make_a_year()
        periods = [(date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 2, 28))]
        periods.append((date(2025, 3, 1), date(2025, 3, 31)))
        table = self.rows(self.book()["Totals"], "Figure")
        now, before, year_before = (self.count(complaints, *period) for period in periods)
        self.assertGreater(now[0], 20)
        for column, expected in ((1, now), (2, before), (4, year_before)):
            self.assert_numbers([line[column] for line in table], expected)
        for column, other in ((3, before), (5, year_before)):
            changes = [None if None in pair else pair[0] - pair[1] for pair in zip(now, other, strict=True)]
            self.assert_numbers([line[column] for line in table], changes)

    def test_by_day_without_gaps(self):
        complaints = self.make_a_year()
        table = self.rows(self.book()["Totals"], "Day")
        days = [date(2026, 3, number) for number in range(1, 32)]
        self.assertEqual([line[0].date() for line in table], days)
        closed = complaints.filtered(lambda c: c.state == "closed" and c.closed_at)
        for line, day in zip(table, days, strict=True):
            self.assertEqual(
                line[1], len(complaints.filtered(lambda c, day=day: day_of(c.received_at) == day))
            )
            self.assertEqual(line[2], len(closed.filtered(lambda c, day=day: day_of(c.closed_at) == day)))

    def assert_groups(self, complaints, name, groups, sheet, total=True):
        """Compare a sheet with ``groups``: {label: complaints}."""
        first, last = date(2026, 3, 1), date(2026, 3, 31)
        received_all = self.count(complaints, first, last)[0]
        table = self.rows(sheet, name)
        if total:
            self.assert_numbers(table.pop(), self.line("Total", complaints, first, last, received_all))
        expected = [self.line(label, members, first, last, received_all) for label, members in groups.items()]
        expected = [line for line in expected if line[1] or line[3]]
        expected.sort(key=lambda line: (line[0] == "(not given)", -line[1], -line[3], -line[4], line[0]))
        self.assertEqual(len(table), len(expected))
        for found, wanted in zip(table, expected, strict=True):
            self.assert_numbers(found, wanted)

    def line(self, label, members, first, last, received_all):
        figures = self.count(members, first, last)
        return [label, figures[0], figures[0] / received_all, figures[6], figures[5], figures[7]]

    def test_every_breakdown(self):
        complaints = self.make_a_year()
        book = self.book()
        self.assertEqual(
            book.sheetnames, ["Totals", "By category", "By channel", "By product", "By employee"]
        )

        def by(key, names):
            return {
                label: complaints.filtered(lambda c, value=value: c[key] == value) for value, label in names
            }

        none = self.env["service.category"]
        categories = [(self.goods, "Goods"), (self.price, "Goods / Price"), (self.attitude, "=1+1")]
        categories.append((none, "(not given)"))
        self.assert_groups(complaints, "By category", by("category_id", categories), book["By category"])
        channels = [("phone", "Telephone"), ("counter", "Counter"), ("social", "Social media")]
        self.assert_groups(complaints, "By channel", by("channel", channels), book["By channel"])
        products = [(product, product.name) for product in self.products]
        products.append((self.env["product.product"], "(not given)"))
        self.assert_groups(complaints, "By product", by("product_id", products), book["By product"])
        people = {e.name: complaints.filtered(lambda c, e=e: e in c.employee_ids) for e in self.staff}
        self.assert_groups(complaints, "By employee", people, book["By employee"], total=False)
        self.assertEqual([len(sheet._charts) for sheet in book], [1, 1, 1, 1, 1])

    def test_a_site_and_a_category_come_with_their_parts(self):
        complaints = self.make_a_year()
        period = date(2026, 3, 1), date(2026, 3, 31)
        table = self.rows(self.book(site_id=self.floor.id, category_id=self.goods.id)["Totals"], "Figure")
        places, kinds = self.floor | self.counter, self.goods | self.price
        inside = complaints.filtered(lambda c: c.site_id in places and c.category_id in kinds)
        self.assert_numbers([line[1] for line in table], self.count(inside, *period))
        table = self.rows(self.book(site_id=self.counter.id)["Totals"], "Figure")
        inside = complaints.filtered(lambda c: c.site_id == self.counter)
        self.assert_numbers([line[1] for line in table], self.count(inside, *period))

    def test_a_month_is_local_to_the_second_on_both_sides(self):
        for moment in (
            local(2026, 2, 28, 23, 59, 59),
            local(2026, 3, 1),
            local(2026, 3, 31, 23, 59, 59),
            local(2026, 4, 1),
        ):
            self.complain_here(moment, contact_name=str(moment))
            self.complain_here(local(2026, 1, 5), state="closed", closed_at=moment)
        table = self.rows(self.book()["Totals"], "Figure")
        self.assertEqual(table[0][:3], ("Complaints received", 2, 1))
        self.assertEqual(table[6][:3], ("Closed in the period, whenever received", 2, 1))
        days = self.rows(self.book()["Totals"], "Day")
        self.assertEqual([line[1:] for line in (days[0], days[-1])], [(1, 1), (1, 1)])
        self.assertEqual(sum(line[1] + line[2] for line in days), 4)

    def test_an_empty_month_says_so(self):
        book = self.book(year=2031)
        for sheet in book:
            texts = [cell.value for row in sheet.iter_rows() for cell in row]
            self.assertIn("No complaint was received, closed or rejected in this period.", texts)
            self.assertFalse(sheet._charts)
        table = self.rows(book["Totals"], "Figure")
        self.assertEqual([line[1] for line in table], [0, 0, 0, DASH, 0, 0, 0, DASH, DASH, 0, 0])

    def test_other_days_by_week(self):
        self.complain_here(local(2026, 2, 4))
        book = self.book(period="days", date_from="2026-01-01", date_to="2026-04-10")
        table = self.rows(book["Totals"], "Week from")
        self.assertEqual(table[5], (datetime(2026, 2, 2), 1, 0))
        self.assertEqual(book["Totals"]["A1"].value, "Complaint report")
