from odoo import fields, models
from odoo.fields import Domain


class ServiceScoreRule(models.Model):
    """What is entered for the direct superior of who broke a rule, unless they reported it (ASC-SP-02)."""

    # one concern a file
    _inherit = "service.score.rule"  # pylint: disable=consider-merging-classes-inherited

    superior_rule_code = fields.Char(
        "Superior",
        help="Code of the rule of this book that is proposed for the direct superior when an entry is "
        "confirmed, unless the superior had reported it.",
    )


class ServiceScoreEntry(models.Model):
    # likewise
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _confirm(self):
        result = super()._confirm()
        # sudo: proposals follow from what somebody with the right confirmed
        self.sudo()._propose_superiors()
        return result

    def _reverse(self, reason):
        """What was proposed for the superior loses its reason with the entry."""
        keys = [entry._get_superior_key() for entry in self]
        counters = super()._reverse(reason)
        # sudo: proposals only
        self.sudo().search(Domain("source_key", "in", keys) & Domain("state", "=", "draft"))._withdraw()
        return counters

    def _propose_superiors(self):
        """Propose entries for the direct superiors who had not reported what these entries are about."""
        vals_list = []
        for entry in self.filtered("rule_id.superior_rule_code"):
            superior = entry.employee_id.parent_id
            rule = entry.rulebook_id.rule_ids.filtered(
                lambda one, code=entry.rule_id.superior_rule_code: one.code == code
            )
            reported = superior.user_id and superior.user_id == entry.reported_by_id
            if superior and rule and not reported and superior.company_id == entry.company_id:
                vals_list.append(
                    {
                        "rule_id": rule.id,
                        "employee_id": superior.id,
                        "date": entry.date,
                        "source": rule.source,
                        "res_model": entry._name,
                        "res_id": entry.id,
                        "source_key": entry._get_superior_key(),
                        "description": self.env._(
                            "%(entry)s: the direct superior had not reported it.", entry=entry.name
                        ),
                    }
                )
        if vals_list:
            self._propose(vals_list)

    def _get_superior_key(self):
        self.ensure_one()
        return f"superior/{self.id}"
