from odoo.tests import TransactionCase, tagged

from ..tools.read_ahead import ReadAhead


@tagged("post_install", "-at_install")
class TestReadAhead(TransactionCase):
    """Columns of several models come in one query, and never over what waits to be written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Wang Fang", "phone": "138"})
        cls.company = cls.env.company
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()
        self.reads = ReadAhead(self.env)

    def test_one_query_for_all(self):
        self.reads.add("res.partner", [self.partner.id, False, None], ["name", "phone", "company_id"])
        self.reads.add("res.company", [self.company.id], ["resource_calendar_id", "currency_id"])
        self.reads.follow("res.company", "resource_calendar_id", ["tz"])
        self.reads.follow("res.company", "currency_id", ["rounding", "decimal_places"])
        with self.assertQueryCount(1):
            self.reads.run()
            found = (
                self.partner.name,
                self.partner.phone,
                self.partner.company_id.id,
                self.company.resource_calendar_id.tz,
                self.company.currency_id.rounding,
                self.company.currency_id.decimal_places,
            )
        self.env.invalidate_all()
        calendar, currency = self.company.resource_calendar_id, self.company.currency_id
        self.assertEqual(
            found,
            ("Wang Fang", "138", False, calendar.tz, currency.rounding, currency.decimal_places),
        )

    def test_what_is_known_is_not_read_again(self):
        self.company.currency_id.rounding  # noqa: B018 (read)
        self.partner.name  # noqa: B018 (read)
        self.reads.add("res.partner", self.partner.ids, ["name", "phone"])
        self.reads.add("res.company", self.company.ids, ["currency_id"])
        self.reads.follow("res.company", "currency_id", ["rounding"])
        with self.assertQueryCount(0):
            self.reads.run()

    def test_what_waits_to_be_written_stays(self):
        self.partner.phone = "139"
        self.reads.add("res.partner", self.partner.ids, ["name", "phone"])
        self.reads.run()
        self.assertEqual(self.partner.phone, "139")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.partner.phone, "139")

    def test_nobody_and_those_that_are_gone(self):
        gone = self.partner.copy()
        gone_id = gone.id
        gone.unlink()
        self.reads.add("res.partner", [gone_id], ["name"])
        self.reads.run()
        self.assertFalse(gone.exists())

    def test_only_plain_columns(self):
        for model, name in (
            ("res.partner", "category_id"),  # a relation table
            ("res.partner", "barcode"),  # one value a company
            ("service.category", "name"),  # one value a language
            ("res.partner", "email_formatted"),  # computed
        ):
            with self.subTest(field=name), self.assertRaises(ValueError):
                record = self.env[model].search([], limit=1) or self.env[model].create(
                    {"name": "X", "code": "x"}
                )
                self.env.flush_all()
                self.env.invalidate_all()
                self.reads.add(model, record.ids, [name])
