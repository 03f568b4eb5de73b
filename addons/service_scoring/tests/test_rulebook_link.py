import base64
from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, tagged

from .score_common import ScoreCase

PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")


@tagged("post_install", "-at_install")
class TestRulebookMany(ScoreCase):
    """Lists signed on paper, and who is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book.action_activate()
        cls.mine = cls.employee_of(cls.user)
        cls.wang, cls.li = cls.env["hr.employee"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Wang", "Li")]
        )
        cls.list = cls.book.with_user(cls.officer)

    def scan(self, user=None, **vals):
        files = self.env["ir.attachment"].with_user(user or self.officer)
        return files.create({"name": "list.pdf", "datas": PDF, **vals})

    def wizard(self, employees, **vals):
        return (
            self.env["service.score.acknowledge"]
            .with_user(self.officer)
            .create(
                {
                    "rulebook_id": self.book.id,
                    "date": date(2026, 3, 2),
                    "employee_ids": employees.ids,
                    **vals,
                }
            )
        )

    def missing(self):
        action = self.list.action_view_missing()
        found = self.env["hr.employee.public"].with_user(self.officer).search(action["domain"])
        return found.with_context(**action["context"])

    def test_who_is_missing_where_a_book_is_for_a_department(self):
        hall = self.env["hr.department"].create({"name": "Hall", "company_id": self.company.id})
        self.li.department_id = hall
        self.book.scope_department_ids = hall
        self.env.flush_all()  # public employees are a view
        self.assertEqual((self.missing().ids, self.list.missing_count), (self.li.ids, 1))

    def test_a_list_is_recorded_for_many(self):
        self.book._acknowledge(self.li, "link", date(2026, 3, 1))
        self.assertEqual(set(self.missing().ids), {self.mine.id, self.wang.id})
        self.assertEqual((self.list.acknowledgement_count, self.list.missing_count), (1, 2))
        action = self.missing().action_record_score_signed()
        self.assertEqual(set(action["context"]["default_employee_ids"]), {self.mine.id, self.wang.id})
        scan = self.scan()
        message = self.wizard(self.mine | self.wang | self.li, scan_ids=scan.ids).action_apply()
        self.assertEqual(message["params"]["message"], "2 recorded, 1 had taken note before.")
        rows = self.book.acknowledgement_ids.sorted("date")
        self.assertEqual(rows.mapped("how"), ["link", "signed", "signed"])
        self.assertEqual(rows[1:].mapped("date"), [date(2026, 3, 2)] * 2)
        self.assertEqual((rows[0].scan_ids, rows[1].scan_ids, rows[2].scan_ids), (scan.browse(), scan, scan))
        self.book.invalidate_recordset()
        self.assertEqual((self.missing().ids, self.list.missing_count), ([], 0))
        # the list names others: only officers see it
        self.assertTrue(scan.with_user(self.hr).name)
        with self.assertRaises(AccessError):
            scan.with_user(self.user).read(["name"])
        with self.assertRaises(AccessError):
            rows[1].with_user(self.user).read(["scan_ids"])
        with self.assertRaises(AccessError):
            scan.with_user(self.officer).write({"raw": b"x"})

    def test_bad_lists(self):
        self.assertRefused("Who signed", self.wizard(self.wang.browse()).action_apply)
        other = self.scan(user=self.hr)
        page = self.scan(name="page.txt", datas=base64.b64encode(b"text"))
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        with freeze_time("2026-03-01 15:59:59"):
            self.assertRefused("in the future", self.wizard(self.wang).action_apply)
        with freeze_time("2026-03-01 16:00:00"):
            self.assertRefused("no image", self.wizard(self.wang, scan_ids=page.ids).action_apply)
            with self.assertRaises(AccessError):
                self.wizard(self.wang, scan_ids=other.ids).action_apply()
        self.assertFalse(self.book.acknowledgement_ids)
        for name in ("acknowledge", "acknowledge.link", "acknowledgement.list", "acknowledgement.link"):
            Model = self.env[f"service.score.{name}"]
            self.assertFalse(Model.with_user(self.user).has_access("read"), name)
            self.assertEqual(Model.with_user(self.officer).has_access("write"), name == "acknowledge", name)

    def test_erasing_a_person_takes_the_scan(self):
        scan = self.scan()
        self.wizard(self.wang | self.li, scan_ids=scan.ids).action_apply()
        self.book._open_links(self.wang)
        self.wang.with_user(self.hr).action_anonymise_scores()
        self.assertFalse(scan.exists())
        self.assertEqual(len(self.book.acknowledgement_ids), 2)
        self.assertFalse(self.env["service.score.acknowledgement.link"].search([]))

    def test_links_are_made_by_officers_for_versions_in_force(self):
        action = self.missing().action_make_score_links()
        self.assertEqual(action["context"]["default_urls"].count("/my/service/rules/"), 3)
        with self.assertRaises(AccessError):
            self.book.with_user(self.user)._open_links(self.wang)
        draft = self.make_book(code="other").with_user(self.manager)
        self.assertRefused("is a draft", draft._open_links, self.wang)
        stranger = self.env["hr.employee"].create(
            {"name": "Stranger", "company_id": self.env.ref("base.main_company").id}
        )
        self.assertRefused("Choose employees", self.list._open_links, stranger)


@tagged("post_install", "-at_install")
class TestRulebookPage(ScoreCase, HttpCase):
    """The page of the personal link, for employees without a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book.rule_ids.text = "Who comes late loses a point."
        cls.book.action_activate()
        cls.wang = cls.env["hr.employee"].create({"name": "Wang", "company_id": cls.company.id})
        cls.Link = cls.env["service.score.acknowledgement.link"]

    def path(self):
        return "/" + self.Link._make_links(self.book, self.wang)[self.wang].split("/", 3)[3]

    def press(self, path):
        token = self.url_open(path).text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(path, data={"csrf_token": token})

    def test_reading_and_taking_note(self):
        path = self.path()
        page = self.url_open(path)
        self.assertEqual((page.status_code, page.headers["Cache-Control"]), (200, "no-store"))
        for text in (
            "Hotel points",
            "Wang",
            "Who comes late loses a point.",
            "−1",
            "From time 2: points × 1.5",
        ):
            self.assertIn(text, page.text)
        self.assertNotIn("Not used", page.text)
        self.assertFalse(self.book._is_acknowledged(self.wang))
        self.authenticate("score_hr", "score_hr")
        self.assertIn("only the employee takes note", self.press(path).text)
        self.assertFalse(self.book._is_acknowledged(self.wang))
        self.authenticate(None, None)
        self.assertIn("you have read it", self.press(path).text)
        self.assertEqual(self.book.acknowledgement_ids.how, "link")
        self.assertNotIn('type="submit" class="btn btn-primary"', self.url_open(path).text)

    def test_sending_the_form_often_or_too_late(self):
        path = self.path()
        token = self.url_open(path).text.split('name="csrf_token" value="')[1].split('"')[0]
        sent = self.url_open(path, data={"csrf_token": token}, allow_redirects=False)
        self.assertEqual((sent.status_code, sent.headers["Cache-Control"]), (303, "no-store"))
        # the page that was open beside it
        self.assertIn("you have read it", self.url_open(path, data={"csrf_token": token}).text)
        self.assertEqual(self.book._is_acknowledged(self.wang), True)
        for _number in range(28):
            self.env["service.public.attempt"].sudo()._record(
                f"score_rules/{self.Link.search([]).id}", "127.0.0.1"
            )
        self.assertEqual(self.url_open(path, data={"csrf_token": token}).status_code, 429)

    def test_wrong_former_and_expired_links(self):
        former, path = self.path(), self.path()
        self.assertEqual(self.url_open(former).status_code, 404)
        self.assertNotIn(path.rsplit("/", 1)[1], str(self.Link.search([]).read()))
        self.Link.search([]).link_expires_at -= timedelta(days=30, seconds=1)
        page = self.url_open(path)
        self.assertEqual(page.status_code, 410)
        self.assertNotIn("Who comes late", page.text)
        attempts = self.env["service.public.attempt"].sudo()
        for _number in range(29):
            attempts._record("score_rules", "127.0.0.1")
        self.assertEqual(self.url_open(former).status_code, 429)
