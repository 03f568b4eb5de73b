from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import personal_link
from .service_score_sheet import ANSWERS

TEXT_LIMIT = 5_000  # characters


class ServiceScoreSheet(models.Model):
    """What employees say to their sheets: on screen, through a personal link, or on a signed slip.

    Silence is no answer and never consent. An answer changes nothing of a sheet.
    """

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    is_mine = fields.Boolean(compute="_compute_is_mine", export_string_translation=False)

    @api.depends("employee_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for sheet in self:
            sheet.is_mine = sheet._is_own()

    def action_answer(self, answer, text=None):
        """Take the answer of the employee who is logged in.

        :param answer: seen, accepted or disputed
        :param text: what they say; needed when they dispute it
        :raise AccessError: it is not the user's own sheet
        :raise UserError: the sheet is not published, or the text is missing or too long
        """
        self.ensure_one()
        self.check_access("read")
        if not self._is_own():
            raise AccessError(
                self.env._("Only the employee answers. Record a signed slip for somebody else.")
            )
        self._take_answer(answer, text, "screen")
        return True

    def action_seen(self):
        """The employee has seen it."""
        return self.action_answer("seen")

    def action_accept(self):
        """The employee accepts it."""
        return self.action_answer("accepted")

    def action_open_dispute(self):
        """Open the dialog that asks the employee what is wrong."""
        return self._open_answer({"default_answer": "disputed", "default_how": "screen"})

    def action_open_slip(self):
        """Open the dialog that records what an employee wrote on the signed slip."""
        self._check_may_decide()
        return self._open_answer({"default_how": "slip"})

    def _open_answer(self, context):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "service.score.sheet.reply",
            "view_mode": "form",
            "target": "new",
            "context": {"default_sheet_id": self.id, **context},
        }

    def _record_slip(self, answer, text, scans=None):
        """Record what the employee wrote on the signed slip; nobody records their own.

        :param scans: files of the user with the slip as image or PDF
        :raise UserError: it is the user's own sheet, or a file is something else, or see ``action_answer``
        """
        self._check_may_decide()
        if self._is_own():
            raise UserError(self.env._("Answer your own sheet under My Score."))
        scans = scans or self.env["ir.attachment"]
        scans._check_score_scans()
        kept = self._take_answer(answer, text, "slip", bool(scans))
        if scans:
            scans._give_to(kept)
            kept.scan_ids = scans

    def _take_answer(self, answer, text, how, has_scan=False):
        """Keep an answer and return it; who calls has checked who answers.

        A double submit changes nothing and returns nothing, unless it brings a scan; seeing it again does not
        take an answer back.
        """
        self.ensure_one()
        text = (text or "").strip()
        if answer not in dict(ANSWERS[1:]):
            raise UserError(self.env._("Please choose an answer."))
        if answer == "disputed" and not text:
            raise UserError(self.env._("Please say what is wrong."))
        if len(text) > TEXT_LIMIT:
            raise UserError(self.env._("At most %(limit)s characters, please.", limit=TEXT_LIMIT))
        # sudo: employees write nothing but their answer
        sheet = self.sudo()
        if sheet.state == "draft":
            raise UserError(self.env._("This sheet is not published yet."))
        latest = sheet.answer_ids.sorted("id")[-1:]
        is_less = answer == "seen" and sheet.answer in ("accepted", "disputed")
        if not has_scan and (is_less or (answer, text) == (sheet.answer, latest.text or "")):
            return latest.browse()
        now = fields.Datetime.now()
        if not is_less:
            sheet.write({"answer": answer, "answered_at": now})
        return (
            self.env["service.score.sheet.answer"]
            .sudo()
            .create(  # sudo: as above
                {
                    "sheet_id": sheet.id,
                    "answer": answer,
                    "text": text or False,
                    "at": now,
                    "how": how,
                    "recorded_by_id": self.env.uid if how == "slip" else False,
                }
            )
        )

    # The personal link
    def action_make_link(self):
        """Make a new personal link to this sheet; a former one stops working.

        Only HR: who has the link sees the money.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("service_scoring.group_hr"):
            raise AccessError(self.env._("Only HR makes links: who opens one sees the money."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Personal Link"),
            "res_model": "service.score.sheet.link",
            "view_mode": "form",
            "target": "new",
            "context": {"default_sheet_id": self.id, "default_url": self._make_link()},
        }

    def _make_link(self):
        """Return the address of a new personal link, which only its reader knows: we keep its digest."""
        self.ensure_one()
        # sudo: nobody writes sheets by hand; who calls has checked the right
        sheet = self.sudo()
        if sheet.state == "draft":
            raise UserError(self.env._("Publish the sheet first."))
        if not sheet.employee_id:
            raise UserError(self.env._("Only employees get a personal link."))
        token, vals = personal_link.make()
        sheet.write(vals)
        return f"{sheet.get_base_url()}/my/service/score/{token}"

    @api.model
    def _find_by_link(self, token):
        """Return (sheet, whether its link has expired) in superuser mode; no sheet for a wrong link."""
        # sudo: the reader is a stranger to Odoo; the link is personal and shows this sheet only
        sheet = self.sudo().search([("link_digest", "=", personal_link.digest(token))], limit=1)
        if sheet.state == "draft":
            sheet = sheet.browse()
        return sheet, bool(sheet) and sheet.link_expires_at < fields.Datetime.now()
