from datetime import date

from odoo.tests import freeze_time, tagged

from .source_common import SourceCase, local

DONE = local("2026-03-10 10:00")


@tagged("post_install", "-at_install")
class TestSourceCallback(SourceCase):
    """What customers say in callbacks, and repairs that did not hold."""

    def test_praise_by_name(self):
        rule = self.book({"kind": "reward", "source": "callback_praise"})
        callback = self.make("praise", at=DONE, satisfaction="5")
        self.assertFalse(self.propose("callback_praise"))
        callback.sudo().praised_employee_ids = self.zhang | self.li
        entries = self.propose("callback_praise")
        self.assertEqual(entries.employee_id, self.zhang | self.li)
        self.assertEqual(entries.rule_id, rule)
        self.assertEqual(entries.mapped("points"), [2, 2])
        self.assertEqual(set(entries.mapped("res_id")), {callback.id})
        self.assertFalse(self.propose("callback_praise"))
        callback.sudo().praised_employee_ids = self.li
        self.propose("callback_praise")
        self.assertEqual(entries.filtered(lambda one: one.state == "draft").employee_id, self.li)

    def test_bad_answers_are_about_whose_work_is_judged(self):
        self.book({"source": "callback_bad"})
        order = self.order_in("done")
        for satisfaction in ("3", "2", "1"):
            self.make("fine", at=DONE, satisfaction=satisfaction, vals={"order_id": order.id})
        entries = self.propose("callback_bad")
        self.assertEqual(entries.employee_id, self.technician)
        self.assertEqual(
            sorted(entry.explanation["source"]["facts"]["satisfaction"] for entry in entries), ["1", "2"]
        )
        self.assertEqual(set(entries.mapped("date")), {date(2026, 3, 10)})
        self.technician.action_archive()
        self.propose("callback_bad")
        self.assertEqual(set(entries.mapped("state")), {"draft"})

    def test_a_bad_answer_about_nobody(self):
        self.book({"source": "callback_bad"})
        self.make("problem", at=DONE, satisfaction="1")
        self.assertFalse(self.propose("callback_bad"))

    def test_a_call_that_was_not_made_so(self):
        """HOTEL-CUS-03: only what an officer confirmed, once for each call."""
        self.book({"source": "callback_untrue"})
        caller = self.env["hr.employee"].create({"name": "Caller", "user_id": self.user.id})
        callback = self.make("fine", at=DONE, satisfaction="5").sudo()
        Signal = self.env["service.callback.signal"]
        Signal._raise_all({(callback.id, "short"): {}, (callback.id, "recheck"): {"remembered": "no"}})
        recheck, short = Signal.search([("callback_id", "=", callback.id)], order="kind")
        self.assertFalse(self.propose("callback_untrue"))
        with freeze_time(local("2026-03-11 10:00")):
            short.with_user(self.officer)._decide("dismissed", "A short script.")
        self.assertFalse(self.propose("callback_untrue"))
        with freeze_time(local("2026-03-12 10:00")):
            recheck.with_user(self.officer)._decide("confirmed", "The customer was on a journey.")
        entry = self.propose("callback_untrue")
        self.assertRecordValues(
            entry, [{"employee_id": caller.id, "date": date(2026, 3, 10), "res_id": callback.id}]
        )
        self.assertIn("Customer Says Otherwise", str(entry.get_explanation()))
        self.assertNotIn("journey", str(entry.explanation))
        self.assertFalse(self.propose("callback_untrue"))

    def test_each_rule_is_about_its_own_signals(self):
        """Two signals about one call: whichever came first, each rule finds its own, and counts once."""
        rules = self.book(
            *(
                {"source": "callback_untrue", "source_domain": domain}
                for domain in ("[('kind', '=', 'short')]", "[('kind', '=', 'recheck')]", "[]")
            )
        )
        self.env["hr.employee"].create({"name": "Caller", "user_id": self.user.id})
        callback = self.make("fine", at=DONE, satisfaction="5").sudo()
        Signal = self.env["service.callback.signal"]
        Signal._raise_all({(callback.id, "short"): {}, (callback.id, "recheck"): {"remembered": "no"}})
        with freeze_time(local("2026-03-12 10:00")):
            for signal in Signal.search([("callback_id", "=", callback.id)]):
                signal.with_user(self.officer)._decide("confirmed", "It was so.")
        entries = self.propose("callback_untrue")
        self.assertEqual((len(entries), entries.rule_id), (3, rules))

    def test_history_never_scores(self):
        self.book({"source": "callback_bad"}, {"source": "callback_praise"})
        callback = self.make("praise", at=DONE, satisfaction="1").sudo()
        callback.praised_employee_ids = self.zhang
        self.env.flush_all()
        self.cr.execute("UPDATE service_callback SET is_history = TRUE WHERE id = %s", [callback.id])
        self.env.invalidate_all()
        self.assertFalse(self.propose("callback_praise"))
        self.assertFalse(self.propose("callback_bad"))

    def test_a_repair_that_did_not_hold(self):
        self.book({"source": "order_quality"})
        self.company.service_guarantee_days = 90
        former = self.order(
            serial="SN 1",
            category_id=self.category.id,
            received_at=local("2026-03-02 10:00"),
            employee_id=self.technician.id,
            is_emergency=True,
        )
        former.state = "in_progress"
        former.write(
            {
                "arrived_at": local("2026-03-02 10:00"),
                "finished_at": local("2026-03-02 15:00"),
                "state": "done",
            }
        )
        again = self.order(serial="sn1", category_id=self.category.id, received_at=local("2026-03-10 09:00"))
        self.assertTrue(again.is_repeat)
        entry = self.propose("order_quality")
        self.assertRecordValues(
            entry,
            [
                {
                    "employee_id": self.technician.id,
                    "date": date(2026, 3, 10),
                    "res_model": "service.order",
                    "res_id": again.id,
                }
            ],
        )
        self.assertIn(former.name, str(entry.get_explanation()))
        again.with_user(self.officer)._refuse_repeat("Another part.")
        self.propose("order_quality")
        self.assertEqual(entry.state, "rejected")
