from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import liability as engine

DECIDED = {"liability", "liability_decided_at", "liability_decided_by_id"}


class ServiceComplaint(models.Model):
    """Who is at fault and to what share, decided by a person, and the agreement that settles it (QDIS)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    fault_ids = fields.One2many("service.complaint.fault", "complaint_id", string="Shares of Fault")
    fault_total = fields.Float("Total (%)", compute="_compute_fault_total", digits=(6, 2))
    liability = fields.Selection(
        [("ours", "Our Fault"), ("other", "Fault of the Other Side"), ("shared", "Shared Fault")],
        readonly=True,
        copy=False,
        tracking=True,
        help="Our fault: we accept liability and limit the loss. Fault of the other side: our rights are "
        "upheld. Shared: each side bears its share.",
    )
    liability_decided_at = fields.Datetime("Liability Decided On", readonly=True, copy=False)
    liability_decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    agreement_ids = fields.One2many("service.agreement", "complaint_id", string="Agreements")
    agreement_count = fields.Integer("Number of Agreements", compute="_compute_agreement_count")
    needs_agreement = fields.Boolean(
        compute="_compute_needs_agreement",
        help="The category asks for a signed agreement before the complaint is closed.",
    )

    @api.depends("fault_ids.share")
    def _compute_fault_total(self):
        for complaint in self:
            complaint.fault_total = float(engine.total(complaint._get_shares()))

    @api.depends("agreement_ids")
    def _compute_agreement_count(self):
        for complaint in self:
            complaint.agreement_count = len(complaint.agreement_ids)

    @api.depends("category_id.requires_agreement", "is_history", "agreement_ids.state")
    def _compute_needs_agreement(self):
        wanted = self.env["service.category"]._get_ids_with_agreement()
        for complaint in self:
            complaint.needs_agreement = (
                not complaint.is_history
                and complaint.category_id.id in wanted
                and not complaint._has_signed_agreement()
            )

    def _has_signed_agreement(self):
        """Tell whether a signed agreement settles the complaint; compensation may ask for one, too."""
        self.ensure_one()
        return "signed" in self.agreement_ids.mapped("state")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_without_decided(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_without_decided(vals))

    def action_decide_liability(self):
        """Decide who is at fault: the shares make 100 %, and whoever decides may end the complaint."""
        for complaint in self:
            complaint._check_liability_decider()
            complaint._check_faults_open()
            shares = complaint._get_shares()
            problem = engine.problem(shares)
            if problem:
                raise UserError(complaint._say_liability_problem(problem, shares))
            complaint._write_decided(
                {
                    "liability": engine.outcome(shares),
                    "liability_decided_at": fields.Datetime.now(),
                    "liability_decided_by_id": self.env.uid,
                }
            )

    def action_reopen_liability(self):
        """Take the decision about the shares back; not once it was signed."""
        for complaint in self:
            complaint._check_liability_decider()
            if complaint._has_signed_agreement():
                raise UserError(
                    self.env._("%(number)s: an agreement on these shares was signed.", number=complaint.name)
                )
            complaint._write_decided(
                {"liability": False, "liability_decided_at": False, "liability_decided_by_id": False}
            )

    def action_open_agreements(self):
        """Show the agreements of this complaint, or a new one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_agreement_action")
        action["domain"] = [("complaint_id", "=", self.id)]
        action["context"] = {"default_complaint_id": self.id}
        if len(self.agreement_ids) <= 1:
            action.update({"views": [(False, "form")], "res_id": self.agreement_ids.id})
        return action

    def _check_liability_decider(self):
        """Refuse the decision to people who may not end the complaint, and to those it is about."""
        self.check_access("write")
        if self.env.su:
            return
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers decide who is at fault."))
        if self.env.user in self._get_concerned_users():
            raise UserError(
                self.env._(
                    "%(numbers)s: you are complained about, so somebody else has to work on it.",
                    numbers=self.name,
                )
            )
        self._check_authority()

    def _check_faults_open(self):
        """Refuse to change shares that were decided."""
        decided = self.filtered("liability_decided_at")
        if decided:
            raise UserError(
                self.env._(
                    "%(numbers)s: the shares of fault were decided. Take the decision back first.",
                    numbers=", ".join(decided.mapped("name")),
                )
            )

    def _get_shares(self):
        """Return the shares of fault as the engine sees them."""
        return [
            engine.share_of(line.party, line.partner_id.id or None, line.share) for line in self.fault_ids
        ]

    def _say_liability_problem(self, problem, shares):
        total = f"{engine.total(shares):.2f}"
        return {
            "none": self.env._("%(number)s: enter who is at fault, and to what share.", number=self.name),
            "negative": self.env._("%(number)s: a share cannot be negative.", number=self.name),
            "twice": self.env._("%(number)s: the same party is named twice.", number=self.name),
            "not_whole": self.env._(
                "%(number)s: the shares make %(total)s %%, not 100 %%.", number=self.name, total=total
            ),
        }[problem]

    def _check_closing(self):
        """Refuse to close complaints of categories that are settled by agreement without a signed one."""
        result = super()._check_closing()
        for complaint in self.filtered("needs_agreement"):
            raise UserError(
                self.env._(
                    "%(number)s cannot be closed: complaints of “%(category)s” are settled by a signed "
                    "agreement. Draw one up from the complaint and have it signed.",
                    number=complaint.name,
                    category=complaint.category_id.display_name,
                )
            )
        return result


def _without_decided(vals):
    return {name: value for name, value in vals.items() if name not in DECIDED}
