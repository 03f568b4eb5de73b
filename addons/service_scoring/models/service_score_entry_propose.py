from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import clean_context


class ServiceScoreEntry(models.Model):
    """Entries that sources propose: once for an event, rule and person, whatever became of it (S1)."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _propose(self, vals_list):
        """Create drafts for what sources found; returns those that are new, in superuser mode.

        An event that proposed an entry of the rule for the person or unit before proposes none again, also
        when somebody rejected or took it back, or when the rule book has a new version since.

        :param vals_list: values of entries: ``rule_id``, ``source_key``, whose they are, ``date``; as far as
            known ``source``, ``res_model``, ``res_id``, ``quantity``, ``description``, ``explanation`` (why,
            as {code: entry of ``_prepare_explanation``})
        """
        # sudo: sources find facts whoever is at work; a person who may confirm decides
        entries = self.sudo().with_context(
            clean_context(self.env.context),
            tracking_disable=True,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
        )
        known = entries._find_proposed([vals["source_key"] for vals in vals_list])
        fresh, reasons = [], []
        rules = entries.env["service.score.rule"].browse({vals["rule_id"] for vals in vals_list})
        codes = {rule.id: (rule.company_id.id, rule.rulebook_id.code, rule.code) for rule in rules}
        for vals in vals_list:
            whose = tuple(vals.get(name) or False for name in ("employee_id", "site_id"))
            # an employee's department follows from the day
            unit = (not whose[0] and vals.get("department_id")) or False
            key = (*codes[vals["rule_id"]], *whose, unit, vals["source_key"])
            if key in known:
                continue
            known.add(key)
            reasons.append(vals.get("explanation") or {})
            fresh.append(
                {
                    "company_id": codes[vals["rule_id"]][0],
                    "reported_by_id": False,
                    **{name: value for name, value in vals.items() if name != "explanation"},
                }
            )
        created = entries._create_entries(fresh)
        created._explain_each({entry.id: why for entry, why in zip(created, reasons, strict=True) if why})
        return created

    @api.model
    def _find_proposed(self, source_keys):
        """Return {(company, book code, rule code, employee, site, department, source key)} that are there."""
        if not source_keys:
            return set()
        names = ["company_id", "rulebook_code", "rule_code", "employee_id", "site_id", "department_id"]
        found = self.with_context(active_test=False).search_fetch(
            Domain("source_key", "in", list(set(source_keys))) & Domain("reversal_of_id", "=", False),
            [*names, "source_key"],
        )
        return {
            (
                entry.company_id.id,
                entry.rulebook_code,
                entry.rule_code,
                entry.employee_id.id,
                entry.site_id.id,
                not entry.employee_id and entry.department_id.id,
                entry.source_key,
            )
            for entry in found
        }
