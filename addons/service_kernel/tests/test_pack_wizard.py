from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .pack_common import RECORDS, PackCase


@tagged("post_install", "-at_install")
class TestPackWizard(PackCase):
    """The preview says what would happen and changes nothing; loading does it."""

    def lines(self, wizard, outcome):
        return wizard.line_ids.filtered(lambda line: line.outcome == outcome)

    def notes(self, wizard, kind):
        return wizard.note_ids.filtered(lambda note: note.kind == kind).mapped("text")

    def test_a_preview_changes_nothing(self):
        self.upload()
        wizard = self.wizard()
        action = wizard.action_preview()
        self.assertEqual(action["res_id"], wizard.id)
        self.assertEqual((wizard.state, wizard.created_count), ("preview", RECORDS))
        self.assertEqual(len(self.lines(wizard, "created")), RECORDS)
        self.assertFalse(self.of("service.severity", "A"))
        self.assertFalse(self.env["service.policy.pack.load"].search([("pack_code", "=", "t_pack")]))
        self.assertFalse(self.company.service_default_pack)
        wizard.action_load()
        self.assertEqual((wizard.state, wizard.created_count), ("done", RECORDS))
        self.assertTrue(self.of("service.severity", "A"))
        self.assertEqual(self.company.service_default_pack, "t_pack")
        pack = self.packs.with_company(self.company).search([("code", "=", "t_pack")])
        self.assertEqual(pack.loaded_version, "1")

    def test_kept_and_followed_values_are_shown(self):
        self.upload()
        self.load()
        self.of("service.authority.rule", "T-1").amount_from = 3000
        self.of("service.authority.rule", "T-2").unlink()
        rules = self.changed("service.authority.rule.csv", "store_manager,,,2000", "store_manager,,,2500")
        rules = {name: text.replace("T-3,Below", "T-3,Under") for name, text in rules.items()}
        self.upload(rules)
        wizard = self.wizard()
        wizard.action_preview()
        kept = self.lines(wizard, "kept")
        self.assertEqual(kept.mapped("code"), ["T-1", "T-2"])
        self.assertEqual(
            (kept[0].field_name, kept[0].own_value, kept[0].pack_value), ("From", "3000", "2500")
        )
        updated = self.lines(wizard, "updated")
        self.assertEqual(
            (updated.field_name, updated.own_value, updated.pack_value), ("Meaning", "Below", "Under")
        )
        self.assertEqual(len(self.lines(wizard, "unchanged")), RECORDS - 3)
        self.assertEqual(wizard.line_ids[0].outcome, "kept", "what needs a look comes first")
        self.assertEqual(self.of("service.authority.rule", "T-3").note, "Below")

    def test_a_file_is_uploaded_in_the_wizard(self):
        wizard = self.wizard(upload=self.encoded(), upload_name="x.zip")
        wizard.action_preview()
        self.assertEqual(wizard.pack_ids.code, "t_pack")
        self.assertFalse(wizard.upload)
        wizard.action_load()
        self.assertTrue(self.of("service.severity", "A"))

    def test_nothing_chosen(self):
        for action in ("action_preview", "action_load"):
            with self.assertRaises(UserError):
                getattr(self.wizard(), action)()

    def test_mistakes_are_told_by_the_preview(self):
        self.upload(self.changed("service.severity.csv", "10", "ten"))
        with self.assertRaisesRegex(UserError, "line 2, column sequence"):
            self.wizard().action_preview()

    def test_the_day_from_which_it_holds(self):
        self.upload()
        wizard = self.wizard(date_from="2026-03-01")
        wizard.action_load()
        self.assertEqual(self.of("service.authority.rule", "T-1").amount_from, 2000)

    def test_an_archived_draft(self):
        self.upload()
        self.wizard(activate=False).action_load()
        self.assertFalse(self.of("service.severity", "A").active)

    def test_another_currency_is_told(self):
        other = self.env.ref(
            "base.EUR" if self.company.currency_id != self.env.ref("base.EUR") else "base.USD"
        )
        for currency, told in ((other.name, 1), (self.company.currency_id.name, 0)):
            self.upload(manifest={"currency": currency})
            wizard = self.wizard()
            wizard.action_preview()
            self.assertEqual(len(self.notes(wizard, "currency")), told)

    def own_rule(self, **vals):
        level = self.env["service.authority.level"].create(
            {"code": "own", "name": "Director", "sequence": 20, "company_id": self.company.id}
        )
        return self.env["service.authority.rule"].create(
            {"code": "O-1", "level_id": level.id, "company_id": self.company.id, **vals}
        )

    def test_contradictions_say_who_wins(self):
        own = self.own_rule(amount_from=2000)
        self.upload()
        wizard = self.wizard()
        wizard.action_preview()
        texts = self.notes(wizard, "conflict")
        self.assertEqual(len(texts), 2)  # T-1 and T-2; T-3 ends below 2000
        self.assertIn("the higher level wins, “Store manager” of T-1", texts[0])
        own.write({"amount_from": 0, "amount_to": 2000})
        wizard.action_preview()
        texts = self.notes(wizard, "conflict")
        self.assertEqual([text.split()[0] for text in texts], ["T-2", "T-3"])
        self.assertIn("“Director” of O-1", texts[1])
        own.level_id.sequence = 10
        own.customer_insists = True
        wizard.action_preview()
        self.assertEqual([text.split()[0] for text in self.notes(wizard, "conflict")], ["T-2"])
        own.category_ids = self.env["service.category"].create({"name": "X", "company_id": self.company.id})
        own.level_id.sequence = 20
        wizard.action_preview()
        self.assertEqual([text.split()[0] for text in self.notes(wizard, "conflict")], ["T-2"])

    def test_rules_that_never_hold(self):
        own = self.own_rule()
        self.upload()
        wizard = self.wizard()
        wizard.action_preview()
        self.assertFalse(self.notes(wizard, "never"))
        own.level_id.active = False
        flag = self.env["service.risk.flag"].create({"code": "f", "name": "F", "company_id": self.company.id})
        category = self.env["service.category"].create({"name": "C", "company_id": self.company.id})
        level = {"level_id": own.level_id.copy({"active": True}).id}
        own.copy({"code": "O-2", "flag_ids": flag.ids, **level})
        own.copy({"code": "O-3", "category_ids": category.ids, **level})
        flag.active = category.active = False
        wizard.action_preview()
        texts = self.notes(wizard, "never")
        self.assertEqual(sorted(text.split()[0] for text in texts), ["O-1", "O-2", "O-3"])

    def test_twins_of_categories_are_told(self):
        self.env["service.category"].create({"name": "Mine", "code": "goods", "company_id": self.company.id})
        self.upload()
        wizard = self.wizard()
        wizard.action_preview()
        self.assertEqual(len(self.notes(wizard, "twin")), 1)

    def test_packs_beside_each_other_are_told(self):
        self.upload(code="t_other")
        self.load(code="t_other")
        self.upload()
        wizard = self.wizard()
        wizard.action_preview()
        self.assertIn("“t_other”, the default of the company", self.notes(wizard, "conflict")[0])

    def test_the_form(self):
        self.upload()
        with Form(self.env["service.policy.pack.wizard"].with_user(self.manager)) as form:
            self.assertEqual(form.state, "choose")
            self.assertTrue(form.activate)

    def test_time_limits_that_contradict(self):
        model = self.env["service.sla.policy"]._selection_model()
        if not model:
            return  # no document with time limits is installed
        vals = {"model": model[0][0], "company_id": self.company.id}
        own = self.env["service.sla.policy"].create({"code": "O-1", "name": "Ours", "sequence": 5, **vals})
        own_target = self.env["service.sla.target"].create(
            {"policy_id": own.id, "metric": "respond", "value": 2, "unit": "working_hours"}
        )
        self.upload(
            {
                "service.sla.policy.csv": f"code,name,model,sequence\nS-1,Theirs,{vals['model']},10\n",
                "service.sla.target.csv": "code,policy_id,metric,value\nS-1,S-1,respond,4\n",
            }
        )
        wizard = self.wizard()
        wizard.action_preview()
        self.assertIn("the first in order wins, O-1", self.notes(wizard, "conflict")[0])
        own.sequence = 20
        wizard.action_preview()
        self.assertIn("the first in order wins, S-1", self.notes(wizard, "conflict")[0])
        own_target.metric = "resolve"
        wizard.action_preview()
        self.assertFalse(self.notes(wizard, "conflict"))
        own_target.active = False
        wizard.action_preview()
        self.assertIn(
            "O-1 never holds: it has no limits, and asks for no milestones.", self.notes(wizard, "never")
        )
