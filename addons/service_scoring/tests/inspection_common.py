from odoo.fields import Command

from .entry_common import EntryCase

DAY = "2024-09-05"


class InspectionCase(EntryCase):
    """A book that scores units, a checklist of it, an inspector and the head of a unit, both plain users."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.units = cls.env["service.score.rulebook"].create(
            {
                "name": "Units",
                "code": "units",
                "company_id": cls.company.id,
                "carrier": "department",
                "period": "quarter",
                "base_score": 100,
                "has_floor": True,
                "valid_from": "2024-01-01",
                "valid_to": "2024-12-31",
                "rule_ids": [
                    Command.create({"name": name, "code": name, **rule})
                    for name, rule in {
                        "clean": {"points": 0.2, "count_unit": "place"},
                        "polite": {
                            "points": 0.5,
                            "multiplier_ids": [Command.create({"code": "harm", "name": "Harm", "factor": 2})],
                        },
                        "order": {"points": 0.5, "points_mode": "minimum", "count_unit": "place"},
                        "conceal": {"kind": "share", "share_from": 50, "share_to": 100},
                        "tell": {"kind": "text"},
                    }.items()
                ],
            }
        )
        cls.units.action_activate()
        cls.checklist = cls.env["service.score.checklist"].create(
            {
                "name": "Kitchens",
                "code": "kitchens",
                "rulebook_code": "units",
                "company_id": cls.company.id,
                "item_ids": [
                    Command.create({"sequence": 1, "text": "The floor is clean", "rule_code": "clean"}),
                    Command.create({"sequence": 2, "text": "Everybody is polite", "rule_code": "polite"}),
                    Command.create({"sequence": 3, "text": "Things lie in order", "rule_code": "order"}),
                ],
            }
        )
        cls.head = cls.person("score_head", "base.group_user")
        cls.chef = cls.employee_of(cls.head, department_id=cls.kitchen.id, date_version="2024-01-01")
        cls.kitchen.manager_id = cls.chef
        cls.inspector = cls.person("score_inspector", "base.group_user")
        cls.employee_of(cls.inspector, department_id=cls.hall.id, date_version="2024-01-01")
        quiet = cls.env["service.score.inspection"].with_context(tracking_disable=True)
        cls.Inspection = quiet.with_user(cls.officer)

    @classmethod
    def plan(cls, **vals):
        """A planned inspection of the kitchen; dated in the past, as paper ones that are entered later."""
        return cls.Inspection.create(
            {
                "checklist_id": cls.checklist.id,
                "department_id": cls.kitchen.id,
                "company_id": cls.company.id,
                "date": DAY,
                "inspector_ids": [Command.set(cls.inspector.ids)],
                **vals,
            }
        )

    @classmethod
    def begin(cls, **vals):
        """A running one, as its inspector sees it."""
        inspection = cls.plan(**vals).with_user(cls.inspector)
        inspection.action_start()
        return inspection

    @classmethod
    def look(cls, inspection, **found):
        """Everything is fine but what is given: {clause: values of the finding}."""
        for line in inspection.line_ids:
            if line.rule_id.code in found:
                line.write({"result": "finding", **found[line.rule_id.code]})
            else:
                line.action_ok()
        return inspection

    @classmethod
    def submitted(cls, inspection=None, **found):
        inspection = cls.look(inspection or cls.begin(), **found)
        inspection.action_submit()
        return inspection.with_user(cls.officer)

    @classmethod
    def named(cls, *people):
        return [Command.create({"employee_id": one.id, "times": times}) for one, times in people]

    def entries(self, inspection):
        return self.Entry.search([("res_model", "=", inspection._name), ("res_id", "=", inspection.id)])

    def messages(self, record):
        return self.env["service.message"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], order="id"
        )
