from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import compensation as engine
from ..engine import lifecycle

SUMMED = ("proposed", "approved", "settled")


class ServiceComplaint(models.Model):
    """The compensation of a complaint: its totals, who may propose it, and that none is left open."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    compensation_ids = fields.One2many("service.compensation", "complaint_id", "Compensations")
    compensation_proposed = fields.Monetary(
        compute="_compute_compensation", help="Proposed and not decided yet."
    )
    compensation_approved = fields.Monetary(
        compute="_compute_compensation", help="Approved and not settled yet."
    )
    compensation_settled = fields.Monetary(compute="_compute_compensation", help="What the customer got.")
    compensation_version = fields.Integer(
        readonly=True, copy=False, default=0, help="Counts approvals, so that none misses another one."
    )

    @api.depends("compensation_ids.state", "compensation_ids.amount")
    @api.depends_context("uid")
    def _compute_compensation(self):
        groups = self.env["service.compensation"]._read_group(
            [("complaint_id", "in", self.ids), ("state", "in", SUMMED)],
            ["complaint_id", "state"],
            ["amount:sum"],
        )
        sums = {(complaint.id, state): amount for complaint, state, amount in groups}
        for complaint in self:
            for state in SUMMED:
                complaint[f"compensation_{state}"] = sums.get((complaint._origin.id, state)) or 0.0

    def _check_move(self, target):
        """Refuse to end a complaint whose customer still waits for a decision, or for what was approved."""
        result = super()._check_move(target)
        if target in lifecycle.ENDED_STATES:
            # sudo: the case is not over, whoever may see the compensation
            waiting = self.env["service.compensation"].sudo()
            waiting = waiting.search(
                [
                    ("complaint_id", "in", self.filtered(lambda one: one.state != target).ids),
                    ("state", "in", engine.OPEN_STATES),
                ]
            )
            if waiting:
                raise UserError(
                    self.env._(
                        "%(numbers)s: a compensation is neither settled nor declined yet (%(waiting)s). "
                        "Settle, decline or cancel it first.",
                        numbers=", ".join(waiting.complaint_id.mapped("name")),
                        waiting=", ".join(waiting.mapped("name")),
                    )
                )
        return result

    def action_propose_compensation(self):
        """Open a new compensation of this complaint in a dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose Compensation"),
            "res_model": "service.compensation",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_id": self.id,
                "default_product_id": self.product_id.id,
                "dialog_size": "large",
            },
        }

    def action_compensations(self):
        """Show the compensation of these complaints."""
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_compensation_action")
        return {**action, "domain": [("complaint_id", "in", self.ids)], "context": {}}

    # What compensations ask
    def _get_compensation_case(self):
        """Return the complaints that count as one case for its limit; addons that join cases extend it."""
        self.ensure_one()
        return self

    def _get_compensation_levels(self):
        """Return the levels that may decide about this case, lowest first; none: nothing limits it.

        The level of the case and those above it; without one, all of its policy pack and the company's own.
        """
        self.ensure_one()
        Level = self.env["service.authority.level"]
        if self.authority_level_id:
            levels = self.authority_level_id._get_higher_levels()
        else:
            pack = self._get_service_pack()
            posts = [
                post
                for post in Level._get_posts(self.company_id.id)
                if post.is_active and (not pack or post.pack in (pack, None))
            ]
            levels = Level.browse(post.level.id for post in sorted(posts, key=_rank))
        # sudo: who decides what is no secret inside the company
        return levels.sudo()

    def _check_compensable(self, granting=True):
        """Refuse compensation where none is possible, and to people whose own case it is.

        :param granting: something is to be given; withdrawing is possible for ended cases, too
        :raise AccessError: the user may not work on the complaint
        :raise UserError: it is history, it is over, or it is the user's own
        """
        self.check_access("write")
        for one in self:
            if one.is_history:
                raise UserError(
                    self.env._("%(number)s is history: nothing is given for it any more.", number=one.name)
                )
            if granting and one.state in lifecycle.ENDED_STATES:
                raise UserError(
                    self.env._("%(number)s is over. Reopen it before anything is given.", number=one.name)
                )
        if self.env.su:
            return
        for company, complaints in self.grouped("company_id").items():
            represented = self.env["service.authority.level"]._get_represented(self.env.user, company)
            if any(complaint._is_about(self.env.user | represented) for complaint in complaints):
                raise UserError(
                    self.env._(
                        "You, or somebody you stand in for, are complained about or get the compensation, so "
                        "somebody else has to decide."
                    )
                )

    def _is_about(self, users):
        """Whether one of ``users`` is complained about, or is the customer."""
        # sudo: only compares ids; the user need not be allowed to read employees
        complaint, people = self.sudo(), users.sudo()
        partners = people.partner_id | people.employee_ids.work_contact_id
        return bool(complaint.employee_ids.user_id & people or complaint.partner_id & partners)

    def _get_compensation_concerned(self):
        """Return the users who do not decide about it: complained about, the customer, and their deputies."""
        # sudo: only ids; the user need not be allowed to read employees and users
        customer = self.sudo().partner_id.user_ids.with_env(self.env)
        deputies = self.env["service.authority.level"]._get_deputies_of(customer, self.company_id)
        return self._get_concerned_users() | customer | deputies


def _rank(post):
    return post.level.rank, post.level.id
