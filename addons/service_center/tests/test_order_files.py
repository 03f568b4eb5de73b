from odoo.tests import HttpCase, tagged

from .intake_common import picture
from .order_common import OrderCase
from .visit_common import VisitCase


def paper(record, name="Delivery note.pdf", content=b"%PDF-1.4 note", **vals):
    """Add a file to a document."""
    return record.env["ir.attachment"].create(
        {"name": name, "raw": content, "res_model": record._name, "res_id": record.id, **vals}
    )


@tagged("post_install", "-at_install")
class TestOrderFiles(OrderCase):
    """Files of a complaint are with its open service orders, whenever they come (C5)."""

    def files(self, order):
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", order._name), ("res_id", "=", order.id), ("res_field", "=", False)],
            order="id",
        )
        return [(one.name, one.raw) for one in attachments]

    def test_later_files_reach_every_open_order(self):
        complaint = self.complain()
        paper(complaint, "Before.txt", b"before")
        one, two = (complaint._create_service_order(contact_name="x") for _number in range(2))
        paper(complaint, "After.txt", b"after")
        for order in (one, two):
            self.assertEqual(self.files(order), [("Before.txt", b"before"), ("After.txt", b"after")])

    def test_files_of_messages(self):
        """A file that somebody attaches to a message belongs to the complaint once that is posted."""
        complaint = self.complain()
        order = complaint._create_service_order(contact_name="x")
        waiting = self.env["ir.attachment"].create(
            {"name": "Photo.txt", "raw": b"photo", "res_model": "mail.compose.message", "res_id": 0}
        )
        self.assertFalse(self.files(order))
        complaint.message_post(body="See this", attachment_ids=waiting.ids)
        complaint.message_post(body="And this", attachments=[("Mail.txt", b"mail")])
        self.assertEqual(self.files(order), [("Photo.txt", b"photo"), ("Mail.txt", b"mail")])

    def test_nothing_comes_twice(self):
        complaint = self.complain()
        order = complaint._create_service_order(contact_name="x")
        for content in (b"one", b"one", b"two"):
            paper(complaint, "Note.txt", content)
        complaint._hand_files_on()
        self.assertEqual(self.files(order), [("Note.txt", b"one"), ("Note.txt", b"two")])

    def test_what_is_no_file_of_the_complaint_stays(self):
        complaint, other = self.complain(), self.complain()
        order = complaint._create_service_order(contact_name="x")
        paper(other)
        paper(complaint, res_field="message_main_attachment_id")
        self.assertFalse(self.files(order))
        paper(order, "Own.txt", b"own")
        self.assertEqual(self.files(order), [("Own.txt", b"own")])

    def test_an_order_that_has_ended_gets_them_when_it_is_taken_up_again(self):
        complaint = self.complain()
        order = complaint._create_service_order(contact_name="x")
        order.write({"state": "cancelled", "cancel_reason": "Moved away."})
        paper(complaint, "Late.txt", b"late")
        self.assertFalse(self.files(order))
        order.action_reset()
        self.assertEqual(self.files(order), [("Late.txt", b"late")])

    def test_of_orders_that_one_may_not_see(self):
        """Who adds a file to the own complaint needs no right on a colleague's order."""
        complaint = self.complain(user_id=self.user.id)
        order = complaint._create_service_order(contact_name="x", user_id=self.colleague.id)
        self.assertFalse(order.with_user(self.user).has_access("read"))
        paper(complaint.with_user(self.user), "Mine.txt", b"mine")
        self.assertEqual(self.files(order), [("Mine.txt", b"mine")])

    def test_files_of_merged_complaints(self):
        one, two = self.complain(), self.complain()
        order = one._create_service_order(contact_name="x")
        one._merge_into(two)
        paper(two, "To the live one.txt", b"a")
        paper(one, "To the merged one.txt", b"b")
        self.assertEqual(self.files(order), [("To the live one.txt", b"a"), ("To the merged one.txt", b"b")])
        later = two._create_service_order(contact_name="x")
        self.assertEqual(len(self.files(later)), 2)
        one.action_unmerge()
        paper(two, "Another case.txt", b"c")
        self.assertEqual(len(self.files(order)), 2)
        self.assertEqual(len(self.files(later)), 3)

    def test_complaints_without_orders_cost_three_queries(self):
        complaints = self.env["service.complaint"].union(*(self.complain() for _number in range(10)))
        complaints.mapped("merged_into_id")
        with self.assertQueryCount(3):
            complaints._hand_files_on()


@tagged("post_install", "-at_install")
class TestVisitFiles(VisitCase, HttpCase):
    """The technician finds the papers of the complaint on the page of the visit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.complain()
        cls.job.complaint_id = cls.complaint

    def setUp(self):
        super().setUp()
        self.authenticate("sc_tech_a", "sc_tech_a")

    def test_papers_are_offered_and_downloaded(self):
        path = f"/service/visits/{self.job.id}"
        self.assertNotIn('id="files"', self.url_open(path).text)
        paper(self.complaint, "Plan <b>.html", b"<script>alert(1)</script>", mimetype="text/html")
        file = self.job._get_files()
        text = self.url_open(path).text
        self.assertIn("Plan &lt;b&gt;.html", text)
        self.assertIn(f'href="{path}/file/{file.id}"', text)
        answer = self.url_open(f"{path}/file/{file.id}")
        self.assertEqual(answer.content, b"<script>alert(1)</script>")
        self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_no_others(self):
        foreign = paper(self.complain())
        own = paper(self.complaint)
        copy = self.job._get_files()
        for job, file in ((self.job, foreign), (self.job, own), (self.order(state="confirmed"), copy)):
            self.assertEqual(self.url_open(f"/service/visits/{job.id}/file/{file.id}").status_code, 404)

    def test_pictures_are_photos(self):
        paper(self.complaint, "Window.jpg", picture())
        text = self.url_open(f"/service/visits/{self.job.id}").text
        self.assertNotIn('id="files"', text)
        self.assertIn(f"/photo/{self.job._get_photos().id}", text)
