from odoo import api, fields, models
from odoo.exceptions import UserError

DECIDED = {"spot_check", "spot_checked_by_id", "spot_checked_at"}


class ServiceComplaint(models.Model):
    """The result is checked on the spot: confirmed, it is closed; else it goes back (CITY-FLOW-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    needs_spot_check = fields.Boolean(compute="_compute_needs_spot_check", export_string_translation=False)
    spot_check = fields.Selection(
        [("confirmed", "Confirmed"), ("failed", "Not Confirmed")],
        "Checked on the Spot",
        readonly=True,
        copy=False,
        tracking=True,
    )
    spot_checked_by_id = fields.Many2one("res.users", "Checked on the Spot By", readonly=True, copy=False)
    spot_checked_at = fields.Datetime("Checked on the Spot On", readonly=True, copy=False)

    @api.depends("category_id", "is_history")
    def _compute_needs_spot_check(self):
        wanted = self.env["service.category"]._get_ids_where("requires_spot_check")
        for complaint in self:
            complaint.needs_spot_check = complaint.category_id.id in wanted and not complaint.is_history

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: vals[name] for name in vals.keys() - DECIDED} for vals in vals_list])

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name not in DECIDED}
        result = super().write(vals)
        if vals.get("state") == "resolved":
            # another result than the one that was seen
            self.filtered("spot_check")._write_spot_check(False)
        return result

    def _check_end(self, target, vals):
        result = super()._check_end(target, vals)
        if target == "closed":
            unseen = self.filtered(lambda one: one.needs_spot_check and one.spot_check != "confirmed")
            if unseen:
                raise UserError(
                    self.env._(
                        "%(numbers)s: somebody has to see the result on the spot first.",
                        numbers=", ".join(unseen.mapped("name")),
                    )
                )
        return result

    # the way around our own write(), which drops what others give
    def _write_spot_check(self, found):  # pylint: disable=missing-return
        vals = {
            "spot_check": found,
            "spot_checked_by_id": found and self.env.uid,
            "spot_checked_at": found and fields.Datetime.now(),
        }
        # sudo: the right was checked, and the step decides what is written
        super(ServiceComplaint, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    def action_spot_check(self):
        """Tell that the result was seen on the spot, and is as it should be."""
        self._check_spot_checker()
        self._write_spot_check("confirmed")
        return True

    def action_spot_check_failed(self):
        """Tell that the result is not as it should be: the case goes back to work."""
        self._check_spot_checker()
        self.action_reopen()
        self._write_spot_check("failed")
        return True

    def _check_spot_checker(self):
        """Refuse the check before there is a result, and by whoever worked on it.

        :raise AccessError: the user may not change the complaint
        :raise UserError: there is no result, or it is the user's own
        """
        self.check_access("write")
        self._check_not_concerned()
        for complaint in self:
            if complaint.state != "resolved":
                raise UserError(
                    self.env._("%(number)s has no result yet that one could look at.", number=complaint.name)
                )
            if complaint.user_id == self.env.user and not self.env.su:
                raise UserError(
                    self.env._("%(number)s: somebody else has to check your result.", number=complaint.name)
                )
