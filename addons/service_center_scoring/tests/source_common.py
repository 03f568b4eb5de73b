from odoo.tests import freeze_time

from odoo.addons.service_center.tests.callback_loop_common import CallbackLoopCase, local
from odoo.addons.service_center.tests.order_common import OrderCase
from odoo.addons.service_kernel.tests.users import new_test_user


class SourceCase(OrderCase, CallbackLoopCase):
    """A company in Shanghai whose rule book scores employees by what the service center finds out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.score_officer, cls.score_manager = (
            new_test_user(cls.env, f"source_{role}", f"service_scoring.group_{role}")
            for role in ("officer", "manager")
        )
        cls.zhang, cls.li = cls.env["hr.employee"].create([{"name": "Zhang"}, {"name": "Li"}])
        cls.Entry = cls.env["service.score.entry"]
        cls.Source = cls.env["service.score.source"]

    @classmethod
    def book(cls, *rules, code="BOOK", **vals):
        """A rule book in force with these rules; returns the rules."""
        book = cls.env["service.score.rulebook"].create(
            {"name": code, "code": code, "company_id": cls.company.id, **vals}
        )
        created = cls.env["service.score.rule"].create(
            [
                {
                    "rulebook_id": book.id,
                    "code": f"{code}-{number}",
                    "name": f"Rule {number}",
                    "points": 2,
                    **rule,
                }
                for number, rule in enumerate(rules, start=1)
            ]
        )
        book.action_activate()
        return created

    def propose(self, source, at="2026-03-20 09:00"):
        """Propose at a local time; return the new entries."""
        with freeze_time(local(at)):
            return self.Source._propose(self.company, source)

    def complain_at(self, at, *employees, **vals):
        """A complaint received at a local time about employees."""
        with freeze_time(local(at)):
            return self.complain(employee_ids=[one.id for one in employees], received_at=local(at), **vals)

    def find(self, complaint, finding="confirmed", at="2026-03-12 10:00", **vals):
        """Find out something about everybody a complaint is about."""
        with freeze_time(local(at)):
            complaint.person_ids.write({"finding": finding, **vals})
