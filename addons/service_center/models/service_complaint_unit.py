from odoo import api, fields, models

CODE = "against_unit"
FACTS = {"validity", "flag_ids", "category_id"}


class ServiceComplaint(models.Model):
    """Whether a justified complaint counts against the unit that it is about (CARMK-VALID-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    counts_against_unit = fields.Boolean(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="It is justified, and the unit caused it or made it worse: see category and risk flags.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{name: vals[name] for name in vals.keys() - {"counts_against_unit"}} for vals in vals_list]
        )

    def _decide_drafts(self, decided):
        """Decide as before, and whether it counts against the unit."""
        result = super()._decide_drafts(decided)
        for draft_id, (counts, entry) in self._decide_units().items():
            decided[draft_id]["counts_against_unit"] = counts
            self._explain_draft(decided[draft_id], {CODE: entry})
        return result

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "counts_against_unit"}
        result = super().write(vals)
        if FACTS & vals.keys():
            self._judge_unit()
        return result

    # the way around our own write(), which drops what others give
    def _judge_unit(self):  # pylint: disable=missing-return
        """Decide and explain whether these complaints count against their units; history stays."""
        decisions = self._decide_units()
        for complaint_id, (counts, _entry) in decisions.items():
            # sudo: the outcome of a policy, not of the user's choice
            complaint = self.browse(complaint_id).sudo()
            super(ServiceComplaint, complaint).write({"counts_against_unit": counts})  # pylint: disable=super-method-mismatch
        self._explain_each({key: {CODE: entry} for key, (_counts, entry) in decisions.items()})

    def _decide_units(self):
        """Return {complaint id: (whether it counts against its unit, explanation)}, where policies ask."""
        decisions, categories = {}, self.env["service.category"]._get_ids_where("counts_against_unit")
        for company, complaints in (
            self.filtered(lambda one: not one.is_history).grouped("company_id").items()
        ):
            against, _dispatched = self.env["service.risk.flag"]._get_unit_flags(company.id)
            for complaint in complaints:
                flags = sorted(against[flag_id] for flag_id in complaint.flag_ids.ids if flag_id in against)
                category = complaint.category_id if complaint.category_id.id in categories else None
                if not flags and not category and CODE not in (complaint.explanation or {}):
                    continue
                reason = flags[0] if flags else category and category.code
                counts = bool(reason) and complaint.validity == "valid"
                decisions[complaint.id] = (
                    counts,
                    self._prepare_explanation(
                        "counts" if counts else "not_justified" if reason else "no_cause",
                        reason if counts else None,
                        reason,
                        {
                            "flags": flags,
                            "category": category and category.code,
                            "validity": complaint.validity,
                        },
                    ),
                )
        return decisions

    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            CODE: (self.env._("Does it count against the unit?"), "service.risk.flag", "service.risk.flag")
        }

    def _say_decision(self, code, entry):
        """Where no flag says it, the category does."""
        if code == CODE and not entry["facts"]["flags"] and entry["rule"]:
            entry = {**entry, "rule": self._name_of("service.category", entry["rule"])}
            entry["value"] = entry["value"] and entry["rule"]
        return super()._say_decision(code, entry)

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "counts": self.env._(
                "It is justified, and “%(flag)s” says that the unit answers for it.", flag=rule
            ),
            "not_justified": self.env._("The unit would answer for it, but it is not found justified."),
            "no_cause": self.env._("Nothing says that the unit caused it or made it worse."),
        }

    def _get_fact_texts(self):
        labels = dict(self._fields["validity"]._description_selection(self.env))
        return super()._get_fact_texts() | {
            "validity": (self.env._("Justified?"), lambda value: labels.get(value, value)),
        }
