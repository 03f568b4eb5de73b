from odoo.fields import Command

from .entry_common import DAY, EntryCase


class AwardCase(EntryCase):
    """A scheme for the whole company with a rule for merits and one for demerits; clauses beside them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls.make_scheme()
        cls.Award = cls.env["service.score.award"].with_user(cls.officer)

    @classmethod
    def make_scheme(cls, activate=True, **vals):
        book = cls.env["service.score.rulebook"].create(
            {
                "name": "Merit rules",
                "code": "merits",
                "company_id": cls.company.id,
                "is_award_scheme": True,
                "award_dismissal_code": "ART-8",
                "adopted_on": "2023-12-01",
                "rule_ids": [
                    Command.create({"name": code, "code": code, **rule})
                    for code, rule in {
                        "idea": {"points": 3, "kind": "reward", "award_kind": "merit"},
                        "any-merit": {
                            "points": 3,
                            "kind": "reward",
                            "award_kind": "merit",
                            "source": "award",
                            "sequence": 99,
                        },
                        "any-demerit": {"points": 3, "award_kind": "demerit", "source": "award"},
                        "proof": {"points": 9, "award_kind": "major_demerit", "evidence_required": True},
                        "ART-8": {"kind": "text"},
                    }.items()
                ],
                **vals,
            }
        )
        if activate:
            book.action_activate()
        return book

    @classmethod
    def award(cls, kind="merit", day=DAY, employee=None, user=None, confirm=True, **vals):
        """An award that the officer entered; demerits are confirmed by another one."""
        Award = cls.Award.with_user(user) if user else cls.Award
        award = Award.create({"employee_id": (employee or cls.worker).id, "kind": kind, "date": day, **vals})
        if confirm:
            judge = cls.manager if kind in ("demerit", "major_demerit") else award.env.user
            award.with_user(judge).action_confirm()
        return award

    def awards(self, *kinds, year=2024, employee=None):
        """Confirmed awards of these kinds, a month each."""
        return self.Award.union(
            *(self.award(kind, f"{year}-{month:02}-10", employee) for month, kind in enumerate(kinds, 1))
        )

    def opened(self, year=2024, employee=None):
        """What stands open, without the kinds of which nothing does."""
        found = self.Award.standing(employee or self.worker, year)["open"]
        return {kind: count for kind, count in found.items() if count}

    def proposals(self, employee=None):
        return self.env["service.score.consequence"].search(
            [("employee_id", "=", (employee or self.worker).id)], order="id"
        )
