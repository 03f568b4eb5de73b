from odoo import api, fields, models


class ServiceScoreAppealedMixin(models.AbstractModel):
    """What of a record that can be appealed its screen needs to know; it has ``appeal_ids``."""

    _name = "service.score.appealed.mixin"
    _description = "Can Be Appealed"

    has_open_appeal = fields.Boolean("Appeal Open", compute="_compute_has_open_appeal", compute_sudo=True)
    is_mine = fields.Boolean(compute="_compute_is_mine", export_string_translation=False)

    @api.depends(lambda self: ["employee_id"] if "employee_id" in self._fields else [])
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for record in self:
            # sudo: only whose login it is
            record.is_mine = record.sudo().employee_id.user_id == self.env.user

    @api.depends(lambda self: ["appeal_ids.state"] if "appeal_ids" in self._fields else [])
    def _compute_has_open_appeal(self):
        for record in self:
            record.has_open_appeal = any(appeal.state == "filed" for appeal in record.appeal_ids)


class ServiceScoreSheet(models.Model):
    """While an appeal is open the money of the sheet waits; nothing else of it changes (S7)."""

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    appeal_ids = fields.One2many("service.score.appeal", "sheet_id", "Appeals", readonly=True)
    has_open_appeal = fields.Boolean("Appeal Open", compute="_compute_has_open_appeal", compute_sudo=True)

    @api.depends("appeal_ids.state")
    def _compute_has_open_appeal(self):
        waiting = self._find_appealed()
        for sheet in self:
            sheet.has_open_appeal = sheet.id in waiting

    def _find_appealed(self):
        """Return the ids of those of these sheets against which an appeal is open, or against an entry of
        which, or what brought it; a fixed number of queries.
        """
        # sudo: whether there is an appeal; nothing of it is shown
        Appeal = self.env["service.score.appeal"].sudo()
        appeals = Appeal.search([("state", "=", "filed"), ("company_id", "in", self.company_id.ids)])
        awards = appeals.award_id
        if appeals.consequence_id:
            awards |= awards.search([("consequence_id", "in", appeals.consequence_id.ids)])
        entries = appeals.entry_ids | awards.entry_id
        # sudo: as above
        lines = self.env["service.score.sheet.line"].sudo()
        groups = lines._read_group(
            [("sheet_id", "in", self.ids), ("entry_id", "in", entries.ids)], ["sheet_id"]
        )
        return set(appeals.sheet_id.ids) | {sheet.id for (sheet,) in groups}

    def _get_hold_reasons(self):
        reasons, appealed = super()._get_hold_reasons(), self._find_appealed()
        for sheet_id, codes in reasons.items():
            if sheet_id in appealed:
                codes.append("appeal")
        return reasons

    @api.model
    def _get_hold_sentences(self):
        return super()._get_hold_sentences() | {
            "appeal": self.env._("The employee has appealed, and it is not decided yet.")
        }


class ServiceScoreEntry(models.Model):
    # what waits is one concern
    _name = "service.score.entry"
    _inherit = ["service.score.entry", "service.score.appealed.mixin"]

    appeal_ids = fields.Many2many(
        "service.score.appeal",
        "service_score_appeal_entry_rel",
        "entry_id",
        "appeal_id",
        string="Appeals",
        readonly=True,
        copy=False,
    )


class ServiceScoreAward(models.Model):
    # likewise
    _name = "service.score.award"
    _inherit = ["service.score.award", "service.score.appealed.mixin"]

    appeal_ids = fields.One2many("service.score.appeal", "award_id", "Appeals", readonly=True)


class ServiceScoreConsequence(models.Model):
    # likewise
    _name = "service.score.consequence"
    _inherit = ["service.score.consequence", "service.score.appealed.mixin"]

    appeal_ids = fields.One2many("service.score.appeal", "consequence_id", "Appeals", readonly=True)
