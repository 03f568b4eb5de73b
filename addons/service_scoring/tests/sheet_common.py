from datetime import date

from odoo.fields import Command

from .score_common import ScoreCase

JUNE = date(2026, 6, 10)


class SheetCase(ScoreCase):
    """A monthly book in force with a rule of every kind, an employee with a wage, and their leader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.allowance = cls.component("allowance")
        cls.book = cls.activated(code="sheet")
        cls.leader_user = cls.person("score_leader", "base.group_user")
        cls.leader = cls.employee_of(cls.leader_user)
        cls.employee = cls.employee_of(cls.user, parent_id=cls.leader.id)
        cls.set_wage(cls.employee, 5000)

    @classmethod
    def component(cls, kind):
        """The company's pay component of a kind; new companies have one of each."""
        return cls.env["service.score.pay.component"].search(
            [("company_id", "=", cls.company.id), ("kind", "=", kind)], limit=1
        )

    @classmethod
    def activated(cls, rules=(), **vals):
        """A book in force; one point costs 10, above 20 points 20 yuan (HOTEL-FINE-01)."""
        book = cls.make_book(
            **{
                "name": "Points",
                "rule_ids": [
                    Command.create({"name": code, "code": code, **rule})
                    for code, rule in {
                        "point": {"points": 1},
                        "plus": {"kind": "reward", "points": 1},
                        "half": {"kind": "share", "share_from": 50, "share_to": 100},
                        "allowance": {
                            "kind": "withhold",
                            "withhold_component_id": cls.allowance.id,
                            "withhold_share": 100,
                        },
                        **dict(rules),
                    }.items()
                ],
                **vals,
            }
        )
        book.action_activate()
        return book

    @classmethod
    def set_wage(cls, employee, amount, day=date(2026, 1, 1), component=None):
        return cls.env["service.score.wage"].create(
            {
                "company_id": cls.company.id,
                "employee_id": employee.id,
                "component_id": component and component.id,
                "valid_from": day,
                "amount": amount,
            }
        )

    @classmethod
    def enter(cls, code, quantity=1, employee=None, day=JUNE, book=None, **vals):
        """A confirmed entry."""
        book = book or cls.book
        rule = book.rule_ids.filtered(lambda rule: rule.code == code)
        employee = employee or cls.employee
        entry = (
            cls.env["service.score.entry"]
            .with_user(cls.officer)
            .with_company(cls.company)
            .create(
                {
                    "company_id": cls.company.id,
                    "rule_id": rule.id,
                    "employee_id": employee.id,
                    "date": day,
                    "quantity": quantity,
                    **vals,
                }
            )
        )
        entry.action_confirm()
        return entry.sudo()

    @classmethod
    def make(cls, employee=None, day=JUNE, book=None):
        """The employee's sheet, as HR gets it."""
        book = (book or cls.book).with_user(cls.hr)
        return book.generate_sheets(day, employee or cls.employee)

    @classmethod
    def close(cls, sheets):
        sheets.with_user(cls.hr).action_confirm()
        return sheets
