from odoo.fields import Command

from .score_common import ScoreCase

DAY = "2024-09-05"


class EntryCase(ScoreCase):
    """A rule book in force with one rule of each kind, and people at work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kitchen, cls.hall = cls.env["hr.department"].create(
            [
                {"name": "Kitchen", "company_id": cls.company.id},
                {"name": "Hall", "company_id": cls.company.id},
            ]
        )
        cls.worker = cls.employee_of(cls.user, department_id=cls.kitchen.id, date_version="2024-01-01")
        cls.other = cls.env["hr.employee"].create(
            {
                "name": "Li Ming",
                "company_id": cls.company.id,
                "department_id": cls.kitchen.id,
                "date_version": "2024-01-01",
            }
        )
        cls.house = cls.make_house_book()
        cls.Entry = cls.env["service.score.entry"].with_user(cls.officer)

    @classmethod
    def make_house_book(cls, **vals):
        """A rule book in force since 2024, with one rule of each kind."""
        book = cls.env["service.score.rulebook"].create(
            {
                "name": "House rules",
                "code": "house",
                "company_id": cls.company.id,
                "valid_from": "2024-01-01",
                "valid_to": "2024-12-31",
                "adopted_on": "2023-12-01",
                "rule_ids": [
                    Command.create({"name": name, "code": name, **rule})
                    for name, rule in {
                        "late": {
                            "points": 1,
                            "clause": "3.1",
                            "multiplier_ids": [Command.create({"code": "harm", "name": "Harm", "factor": 2})],
                        },
                        "rude": {"points": 2, "points_mode": "minimum"},
                        "paper": {"points": 0.5, "points_max": 1, "points_mode": "range"},
                        "praise": {"points": 3, "kind": "reward"},
                        "hidden": {"kind": "share", "share_from": 50, "share_to": 100},
                        "theft": {"points": 5, "evidence_required": True},
                        "old": {"points": 1, "max_age_days": 30},
                        "again": {
                            "points": 1,
                            "step_window": "month",
                            "step_ids": [
                                Command.create({"occurrence": 2, "factor": 2, "consequence": "warning"}),
                                Command.create({"occurrence": 3, "factor": 3, "consequence": "dismissal"}),
                            ],
                        },
                        "unused": {"points": 1, "active": False},
                    }.items()
                ],
                **vals,
            }
        )
        book.action_activate()
        return book

    @classmethod
    def rule_of(cls, code, book=None):
        rules = (book or cls.house).with_context(active_test=False).rule_ids
        return rules.filtered(lambda rule: rule.code == code)

    @classmethod
    def entry(cls, code="late", employee=None, user=None, **vals):
        """A draft that an officer entered about an employee."""
        Entry = cls.Entry.with_user(user) if user else cls.Entry
        employee = cls.worker if employee is None else employee
        return Entry.create(
            {
                "rule_id": cls.rule_of(code).id,
                "employee_id": employee.id,
                "date": DAY,
                "company_id": cls.company.id,
                **vals,
            }
        )

    @classmethod
    def confirmed(cls, *args, **vals):
        entry = cls.entry(*args, **vals)
        entry.action_confirm()
        return entry
