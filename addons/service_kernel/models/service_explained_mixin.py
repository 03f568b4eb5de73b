from odoo import api, fields, models


class ServiceExplainedMixin(models.AbstractModel):
    """A document whose automatic decisions say why (decisions 9).

    ``explanation`` holds the latest per decision code; what it replaces goes to ``service.decision.log``.
    Only ``_explain`` and ``_explain_each`` write it: values given by users or programs are dropped.
    """

    _name = "service.explained.mixin"
    _description = "Explains its decisions"

    explanation = fields.Json(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_without_explanation(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_without_explanation(vals))

    @api.model
    def default_get(self, fields):
        return _without_explanation(super().default_get(fields))

    @api.model
    def _prepare_explanation(self, decision, value, rule=None, facts=None, rejected=(), engine=None):
        """Return an entry of ``explanation``: codes and plain values only, never a sentence.

        :param decision: code of how it was decided
        :param value: what was decided: a code, a number, or None
        :param rule: code of the rule that decided, or None
        :param facts: {name: plain value} on which it was decided
        :param rejected: [{"rule": code, "because": {"code": code, "params": {}}}]
        """
        return {
            "decision": decision,
            "value": value,
            "rule": rule,
            "facts": facts or {},
            "rejected": list(rejected),
            "engine": engine,
        }

    def _explain(self, code, decision, value, rule=None, facts=None, rejected=(), engine=None):
        """Keep for all these documents why ``code`` was decided so; see ``_prepare_explanation``."""
        entry = self._prepare_explanation(decision, value, rule, facts, rejected, engine)
        self._explain_each({document.id: {code: entry} for document in self})

    # the way around our own write(), which drops explanations given by others
    def _explain_each(self, entries):  # pylint: disable=missing-return
        """Keep {document id: {code: entry}}; writes only what changed, and logs each value replaced."""
        now = fields.Datetime.to_string(fields.Datetime.now())
        former = []
        # sudo: the outcome of a policy, whatever the user may write; who calls has checked the user's right
        for document in self.browse(entries).sudo():
            before = document.explanation or {}
            after = dict(before)
            for code, entry in entries[document.id].items():
                known = before.get(code)
                if known and {key: known[key] for key in entry if key in known} == entry:
                    continue
                after[code] = {**entry, "at": now}
                if known and known["value"] != entry["value"]:
                    former.append(document._prepare_decision_log_vals(code, known))
            if after != before:
                super(ServiceExplainedMixin, document).write({"explanation": after})  # pylint: disable=super-method-mismatch
        if former:
            # sudo: nobody may write the log by hand
            self.env["service.decision.log"].sudo().create(former)

    @api.model
    def _explain_draft(self, vals, entries):
        """Put why it was decided so, {code: entry}, among the values with which a document is inserted."""
        if entries:
            now = fields.Datetime.to_string(fields.Datetime.now())
            stamped = {code: {**entry, "at": now} for code, entry in entries.items()}
            vals["explanation"] = vals.get("explanation", {}) | stamped

    def _prepare_decision_log_vals(self, code, entry):
        """Values of the log's row that keeps ``entry``, a former explanation of this document."""
        self.ensure_one()
        company = self.company_id if "company_id" in self._fields else self.env.company
        team = self._fields.get("team_id")
        return {
            "res_model": self._name,
            "res_id": self.id,
            "code": code,
            "value": entry["value"],
            "explanation": entry,
            "company_id": company.id,
            "team_id": team is not None and team.comodel_name == "service.team" and self.team_id.id,
        }

    @api.readonly
    def get_explanation(self):
        """Return why this document is as it is, in sentences of the reader's language.

        :return: see ``_explanation_sentences``
        :raise AccessError: the user may not read the document
        """
        self.ensure_one()
        self.check_access("read")
        return self._explanation_sentences()

    def _get_former_decisions(self):
        """Return {code: [former explanation, latest first]}, empty for those who may not read the log."""
        Log = self.env["service.decision.log"]
        former = {}
        if not Log.has_access("read"):
            return former
        for row in Log.search([("res_model", "=", self._name), ("res_id", "=", self.id)], limit=50):
            former.setdefault(row.code, []).append(row.explanation)
        return former


def _without_explanation(vals):
    return {name: value for name, value in vals.items() if name != "explanation"}
