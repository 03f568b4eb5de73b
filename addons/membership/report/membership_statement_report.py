from odoo import fields, models


class MembershipStatementReport(models.AbstractModel):
    """The statements of cards on paper, in the language of the member."""

    _name = "report.membership.report_statement"
    _description = "Statement of Points"

    def _get_report_values(self, docids, data=None):
        """Return what the paper shows.

        :param data: ``date_from`` and ``date_to``, local days as ISO text; both may be missing
        """
        data = data or {}
        ends = [fields.Date.to_date(data.get(name)) or None for name in ("date_from", "date_to")]
        cards = self.env["loyalty.card"].browse(docids or data.get("card_ids"))
        cards.check_access("read")
        return {
            "doc_model": "loyalty.card",
            # sudo: who reads a card reads whose it is
            "docs": cards.sudo(),
            "date_from": ends[0],
            "date_to": ends[1],
            "get_statement": lambda card: card._membership_statement(*ends),
        }
