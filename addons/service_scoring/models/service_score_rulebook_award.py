from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import award as engine
from .service_score_rule_step import ENTERED


class ServiceScoreRulebook(models.Model):
    """What a rule book says of merits and demerits: at most one does, for a unit and a day."""

    # one concern a file
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    is_award_scheme = fields.Boolean(
        "Merits and Demerits", help="This book says what commendations, merits, warnings, demerits are worth."
    )
    award_department_ids = fields.Many2many(
        "hr.department",
        "service_score_rulebook_award_department_rel",
        "rulebook_id",
        "department_id",
        string="Only in These Departments",
        check_company=True,
        help="And in those below them; empty: the whole company, except where another book holds.",
    )
    award_points_commendation = fields.Float(
        "Commendation, Warning", digits=(16, 2), default=1, aggregator=None, help="Points given or taken."
    )
    award_points_merit = fields.Float(
        "Merit, Demerit", digits=(16, 2), default=3, aggregator=None, help="Points given or taken."
    )
    award_points_major = fields.Float(
        "Major Merit, Major Demerit",
        digits=(16, 2),
        default=9,
        aggregator=None,
        help="Points given or taken.",
    )
    award_conversion = fields.Integer(
        "How Many Become a Major One",
        default=3,
        aggregator=None,
        help="So many open merits of a year become one major merit, demerits one major demerit; 0: never.",
    )
    award_dismissal = fields.Integer(
        "Dismissal Proposed At",
        default=3,
        aggregator=None,
        help="When so many major demerits of a year stand open, dismissal is proposed; 0: never.",
    )
    award_dismissal_code = fields.Char(
        "Clause of the Dismissal", default="ASC-ACC-02", help="Code of the clause that the proposal names."
    )

    _award_not_negative = models.Constraint(
        "CHECK (award_points_commendation >= 0 AND award_points_merit >= 0 AND award_points_major >= 0"
        " AND award_conversion >= 0 AND award_dismissal >= 0)",
        "Points and numbers of awards are not negative: the kind says whether points are given or taken.",
    )

    def action_activate(self):
        for company in self.filtered("is_award_scheme").company_id:
            schemes = self.with_context(active_test=False).search(
                [("company_id", "=", company.id), ("is_award_scheme", "=", True)]
            )
            # of two schemes that are put in force at once the second one is tried again
            fixed_row.count_on(schemes, "changes")
        return super().action_activate()

    @api.constrains(
        "state", "valid_from", "valid_to", "is_award_scheme", "award_department_ids", "company_id"
    )
    def _check_award_scheme(self):
        """At most one book in force is the scheme of a unit on a day."""
        for book in self.filtered(lambda one: one.is_award_scheme and one.state == "active"):
            others = self.with_context(active_test=False).search(
                Domain("is_award_scheme", "=", True)
                & Domain("company_id", "=", book.company_id.id)
                & Domain("state", "=", "active")
                & Domain("code", "!=", book.code)
                & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", book.valid_from or "0001-01-01"))
                & (
                    Domain("valid_from", "=", False)
                    | Domain("valid_from", "<=", book.valid_to or "9999-12-31")
                )
            )
            for other in others:
                both = book.award_department_ids & other.award_department_ids
                if both or not (book.award_department_ids or other.award_department_ids):
                    raise ValidationError(
                        self.env._(
                            "“%(book)s” and “%(other)s” would both say what awards are worth%(where)s. One "
                            "book does it for the whole company, others for departments of their own.",
                            book=book.name,
                            other=other.name,
                            where=f" ({both[0].display_name})" if both else "",
                        )
                    )

    @api.model
    def _find_award_schemes(self, wanted):
        """Return {(company, department, day): book} of the award schemes that hold; one query for all.

        :param wanted: such keys; the department may be empty. The book of the nearest department above
            holds, else that of the whole company
        """
        # sudo: which book holds is no secret; departments are read for their order
        books = self.sudo().search(
            [
                ("company_id", "in", list({company.id for company, _unit, _day in wanted})),
                ("is_award_scheme", "=", True),
                ("state", "=", "active"),
            ]
        )
        found = {}
        for company, unit, day in wanted:
            chain = [int(part) for part in (unit.sudo().parent_path or "").split("/") if part]
            best, depth = None, -2
            for book in books:
                early = book.valid_from and day < book.valid_from
                late = book.valid_to and day > book.valid_to
                if book.company_id != company or early or late:
                    continue
                units = book.award_department_ids.ids
                near = max((chain.index(one) for one in units if one in chain), default=None)
                near = -1 if not units else near
                if near is not None and near > depth:
                    best, depth = book, near
            if best:
                found[company, unit, day] = best.with_env(self.env)
        return found

    def _get_award_scheme(self):
        """Return what this book says of awards, as the engine sees it; of no book: the engine's own."""
        if not self:
            return engine.DEFAULT
        self.ensure_one()
        book = self.sudo()  # sudo: who sees an award sees what it is worth
        return engine.Scheme(
            book.award_points_commendation,
            book.award_points_merit,
            book.award_points_major,
            book.award_conversion,
            book.award_dismissal,
        )


class ServiceScoreRule(models.Model):
    # what rules say of awards is one concern
    _inherit = "service.score.rule"  # pylint: disable=consider-merging-classes-inherited

    award_kind = fields.Selection(
        lambda self: self.env["service.score.award"]._fields["kind"]._description_selection(self.env),
        "Awards",
        help="A confirmed entry of this rule about an employee is such an award, too.",
    )
    source = fields.Selection(
        selection_add=[("award", "Merits and Demerits")], ondelete={"award": "set manual"}
    )

    @api.constrains("award_kind", "step_ids")
    def _check_award_steps(self):
        """What happened once is one award: the entry's, or that of a step, which somebody decides."""
        labels = dict(
            self.env["service.score.rule.step"]._fields["consequence"]._description_selection(self.env)
        )
        for rule in self.filtered("award_kind"):
            twice = rule.step_ids.filtered(lambda step: step.consequence in ENTERED)[:1]
            if twice:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: its entries are merits or demerits already, so the step “%(step)s” would "
                        "count the same twice. Leave one of the two empty.",
                        rule=rule.display_name,
                        step=labels[twice.consequence],
                    )
                )


class ServiceScoreRuleStep(models.Model):
    # likewise
    _inherit = "service.score.rule.step"  # pylint: disable=consider-merging-classes-inherited

    @api.constrains("consequence", "rule_id")
    def _check_award_steps(self):
        self.rule_id._check_award_steps()
