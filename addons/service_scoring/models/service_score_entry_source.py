import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

#: code of the explanation of where a proposal comes from
CODE = "source"


class ServiceScoreEntry(models.Model):
    """Proposals follow their source as long as nobody has decided about them."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _follow_source(self, scope, vals_list):
        """Propose what a source wants, and withdraw those of its proposals whose reason is gone.

        What was confirmed or rejected stays: people decided. Proposals are made as by ``_propose``.

        :param scope: domain of all proposals of the source, wanted or not
        :param vals_list: values as for ``_propose``, with ``facts``: {name: plain value} on which it is
            proposed, which the entry explains
        :return: the new entries
        """
        facts = {self._get_identity(vals): vals["facts"] for vals in vals_list}
        bare = [{name: vals[name] for name in vals.keys() - {"facts"}} for vals in vals_list]
        quantities = {self._get_identity(vals): vals["quantity"] for vals in bare if "quantity" in vals}
        drafts = self.search(Domain(scope) & Domain("state", "=", "draft"))
        by_identity = {draft._get_own_identity(): draft for draft in drafts}
        gone = self.browse(draft.id for identity, draft in by_identity.items() if identity not in facts)
        gone._withdraw()
        for identity, draft in by_identity.items():
            if identity in quantities and draft.quantity != quantities[identity]:
                draft.quantity = quantities[identity]
        fresh = self._propose_apart(bare)
        for entry in fresh:
            by_identity[entry._get_own_identity()] = entry
        live = (drafts - gone) | fresh
        live._explain_each(
            {
                entry.id: {
                    CODE: self._prepare_explanation(
                        entry.source, f"#{entry.rule_id.id}", None, facts[identity]
                    )
                }
                for identity, entry in by_identity.items()
                if entry in live
            }
        )
        return fresh

    @api.model
    def _propose_apart(self, vals_list):
        """As ``_propose``, but one that is refused does not stop the others; it is looked for by halves."""
        try:
            with self.env.cr.savepoint():
                return self._propose(vals_list)
        except UserError as error:
            if len(vals_list) == 1:
                _logger.warning("no entry for %s: %s", vals_list[0]["source_key"], error)
                return self.sudo().browse()  # sudo: as what ``_propose`` returns
        half = len(vals_list) // 2
        return self._propose_apart(vals_list[:half]) | self._propose_apart(vals_list[half:])

    @api.model
    def _get_identity(self, vals):
        """Return what tells a proposal of a source from others: rule, whose, event."""
        employee_id = vals.get("employee_id") or 0
        return (
            vals["rule_id"],
            employee_id,
            0 if employee_id else vals.get("department_id") or 0,
            vals.get("site_id") or 0,
            vals["source_key"],
        )

    def _get_own_identity(self):
        self.ensure_one()
        return self._get_identity(
            {
                "rule_id": self.rule_id.id,
                "employee_id": self.employee_id.id,
                "department_id": self.department_id.id,
                "site_id": self.site_id.id,
                "source_key": self.source_key,
            }
        )

    def _withdraw(self):
        """Take proposals back whose reason is gone; should it come again, they are proposed again."""
        for entry in self:
            lang = entry.company_id.partner_id.lang or self.env.lang
            entry._write_decided(
                {
                    "state": "rejected",
                    "reject_reason": entry.with_context(lang=lang).env._("Withdrawn: its reason is gone."),
                    # the event may be proposed again
                    "source_key": f"{entry.source_key},withdrawn,{entry.id}",
                }
            )

    def _action_proposals(self):
        """Show these proposals, for who is to confirm them."""
        action = self.env["ir.actions.act_window"]._for_xml_id("service_scoring.service_score_entry_action")
        name = self.env._("Proposed Entries")
        return {**action, "name": name, "domain": [("id", "in", self.ids)], "context": {"create": False}}

    # What is said about it
    @api.model
    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            CODE: (self.env._("Why it is proposed"), "service.score.rule", None)
        }

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "duty": self.env._("A duty was not fulfilled, or not in time."),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "duty": (self.env._("Duty"), lambda code: self._name_of("service.score.duty", code)),
            "from": (self.env._("From"), self._say_score_day),
            "to": (self.env._("To"), self._say_score_day),
            "due": (self.env._("Due"), self._say_score_day),
            "required": (self.env._("Asked for"), str),
            "counted": (self.env._("In time or excused"), str),
            "late": (self.env._("Late"), str),
            "excused": (self.env._("Excused"), str),
            "missing": (self.env._("Missing"), str),
            "submitted": (self.env._("Handed in"), str),
            "published": (self.env._("Published or accepted"), str),
            "min_share": (self.env._("At least (%)"), str),
        }
