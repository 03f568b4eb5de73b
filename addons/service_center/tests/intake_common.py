import io
import re

from lxml import html
from PIL import Image

from odoo.tests import HttpCase

from odoo.addons.service_kernel.tests.users import new_test_user


class IntakeCase(HttpCase):
    """A visitor of the public pages, and the company that is complained to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.site = cls.env["service.site"].create({"name": "Shoe counter", "code": "T-SHOE"})
        cls.category = cls.env["service.category"].create({"name": "Quality of goods", "code": "t_quality"})
        cls.inner = cls.env["service.category"].create(
            {"name": "Inner matters", "code": "t_inner", "is_public": False}
        )
        cls.officer = new_test_user(cls.env, "sc_officer", "service_center.group_officer")
        cls.partner = cls.env["res.partner"].create({"name": "Galaxy Ltd", "is_company": True})
        cls.portal = new_test_user(cls.env, "sc_portal", "base.group_portal", email="p@example.com")
        cls.portal.partner_id.parent_id = cls.partner
        cls.env["service.public.attempt"].search([]).unlink()
        cls.Complaint = cls.env["service.complaint"].with_context(tracking_disable=True)

    def setUp(self):
        super().setUp()
        self.before = self.Complaint.search([])

    def limit(self, name, value):
        self.env["ir.config_parameter"].set_param(f"service_center.{name}", value)

    def complain(self, **vals):
        values = {"contact_name": "Ms Li", "description": "<p>The heel broke.</p>"}
        return self.Complaint.create({**values, **vals})

    def new(self):
        """The only complaint that came in during the test."""
        complaint = self.Complaint.search([]) - self.before
        complaint.ensure_one()
        return complaint

    def nothing_new(self):
        return self.Complaint.search([]) == self.before

    def page(self, path):
        return html.fromstring(self.url_open(path).text)

    def send(self, path, files=(), form=None, follow=True, **values):
        """Fill in the form of a page and send it."""
        source = html.fromstring(self.url_open(form or path).text)
        token = source.xpath("//form[@method='post']//input[@name='csrf_token']/@value")[-1]
        data = {"csrf_token": token, **values}
        upload = [("files", file) for file in files]
        return self.url_open(path, data=data, files=upload or None, allow_redirects=follow)

    def fill(self, files=(), **values):
        """Send the public form with good values, changed by ``values``."""
        good = {"text": "The heel broke.", "contact_name": "Ms Li", "contact_phone": "139 0000 0001"}
        return self.send("/service/complaint", files, **{**good, **values})

    def problems(self, response):
        page = html.fromstring(response.text)
        return {
            re.sub("^problem_", "", node.get("id")): node.text_content().strip()
            for node in page.xpath("//*[contains(@class, 'invalid-feedback')]")
        }


def picture(kind="JPEG", **info):
    """The bytes of a small picture."""
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(target, kind, **info)
    return target.getvalue()
