from odoo import api, fields, models
from odoo.tools.misc import format_datetime, formatLang

PRESENCE = ("absent_levels", "offered")  # facts that one sentence tells together


class ServiceExplainedMixin(models.AbstractModel):
    """Explanations in the reader's language: sentences are made of codes and parameters when they are read.

    An addon that adds a decision extends ``_get_explained_decisions``, ``_get_how_sentences``,
    ``_get_fact_texts`` and ``_get_because_sentences``.
    """

    # one concern a file: what is kept is one, what is said about it is another
    _inherit = "service.explained.mixin"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_explained_decisions(self):
        """Return {decision code: (title, model of the value, model of the rules)}; a model None: plain."""
        return {
            "authority": (self.env._("Who decides"), "service.authority.level", "service.authority.rule"),
            "severity": (self.env._("How serious it is"), "service.severity", "service.risk.flag"),
        }

    def _explanation_sentences(self):
        """Return the explanations of this document as plain data in the reader's language.

        :return: [{code, title, value, how, at, facts: [{label, text}], rejected: [{rule, sentence}],
            former: [{value, how, at}]}], texts all; ``former`` is empty for those who may not read the log
        """
        self.ensure_one()
        explanation = self.explanation or {}
        former = self._get_former_decisions()
        known = self._get_explained_decisions()
        codes = [code for code in known if code in explanation]
        codes += sorted(set(explanation) - set(known))
        return [
            {
                **self._say_decision(code, explanation[code]),
                "facts": self._say_facts(explanation[code]["facts"]),
                "rejected": [self._say_rejected(code, item) for item in explanation[code]["rejected"]],
                "former": [self._say_decision(code, entry) for entry in former.get(code, [])],
            }
            for code in codes
        ]

    def _say_decision(self, code, entry):
        title, value_model, rule_model = self._get_explained_decisions().get(code, (code, None, None))
        value = self._name_of(value_model, entry["value"]) if entry["value"] else self.env._("None")
        how = self._get_how_sentences(self._name_of(rule_model, entry["rule"]))
        return {
            "code": code,
            "title": title,
            "value": value,
            "how": how.get(entry["decision"], entry["decision"]),
            "at": format_datetime(self.env, fields.Datetime.to_datetime(entry["at"])),
        }

    def _say_facts(self, facts):
        """Return [{label, text}] of what is known; unknown facts are left out."""
        texts = self._get_fact_texts()
        said = self._say_presence(facts)
        for name in [*(name for name in texts if name in facts), *sorted(set(facts) - set(texts))]:
            value = facts[name]
            if value in (None, False, [], {}, "") or name in PRESENCE:
                continue
            label, text_of = texts.get(name, (name, str))
            said.append({"label": label, "text": text_of(value)})
        return said

    def _say_presence(self, facts):
        """Return [{label, text}] of a level that nobody was at when the case was decided, else nothing."""
        if not facts.get("absent_levels"):
            return []
        levels = self._names_of("service.authority.level", facts["absent_levels"])
        if facts["offered"]:
            text = self.env._(
                "Nobody of “%(levels)s” was present; offered to “%(offered)s”.",
                levels=levels,
                offered=self._name_of("service.authority.level", facts["offered"]),
            )
        else:
            text = self.env._(
                "Nobody of “%(levels)s” was present, and there is no level above.", levels=levels
            )
        return [{"label": self.env._("Presence"), "text": text}]

    def _say_rejected(self, code, item):
        rule_model = self._get_explained_decisions().get(code, (code, None, None))[2]
        because = item["because"]
        sentences = self._get_because_sentences(because["params"])
        if item["rule"] == "raise":
            rule = self.env._("Raised by hand")
        else:
            rule = self._name_of(rule_model, item["rule"])
        return {"rule": rule, "sentence": sentences.get(because["code"], because["code"])}

    def _name_of(self, model, code):
        """Return the name of the record with this code in the document's company, else the code itself."""
        record = model and self._record_of(model, code)
        if not record:
            return code or ""
        if model == "service.authority.rule":
            return f"{record.code}: {record.note}" if record.note else record.code
        return record.display_name

    def _record_of(self, model, code):
        """Return the record that a code (or ``#id``, of a record without one) meant; it may be archived."""
        Model = self.env[model].with_context(active_test=False)
        if not code:
            return Model
        if code.startswith("#"):
            return Model.search([("id", "=", int(code[1:]))])
        return Model.search(
            [("code", "=", code), ("company_id", "in", [self.company_id.id, False])], order="id", limit=1
        )

    def _names_of(self, model, codes):
        return ", ".join(self._name_of(model, code) for code in codes)

    def _say_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.company_id.currency_id)

    @api.model
    def _say_rank(self, rank):
        labels = (
            self.env["service.authority.rule"]._fields["complained_rank"]._description_selection(self.env)
        )
        return dict(labels).get(rank, rank)

    def _get_how_sentences(self, rule):
        """Return {decision: sentence}; ``rule`` names the rule that decided."""
        return {
            "highest_level": self.env._(
                "Rule %(rule)s calls for the highest level of all that apply.", rule=rule
            ),
            "no_rule": self.env._("No rule applies: whoever works on the case may decide."),
            "highest_flag": self.env._("The risk “%(flag)s” is the most serious one.", flag=rule),
            "raised": self.env._("It was raised by hand."),
            "no_flag": self.env._("No risk was noted that says how serious the case is."),
        }

    def _get_fact_texts(self):
        """Return {fact: (label, function that turns its value into text)}."""
        return {
            "category": (self.env._("Category"), lambda code: self._name_of("service.category", code)),
            "flags": (self.env._("Risks"), lambda codes: self._names_of("service.risk.flag", codes)),
            "amount": (self.env._("Amount at stake"), self._say_amount),
            "complained_rank": (self.env._("Complained about"), self._say_rank),
            "failed_below": (self.env._("Not settled below"), lambda _value: self.env._("Yes")),
            "customer_insists": (self.env._("Customer insists"), lambda _value: self.env._("Yes")),
            "is_major": (self.env._("Major"), lambda _value: self.env._("Yes")),
            "raised_to": (self.env._("Raised to"), lambda code: self._name_of("service.severity", code)),
            "raised_by": (
                self.env._("Raised by"),
                lambda user_id: self.env["res.users"].browse(user_id).name,
            ),
        }

    def _get_because_sentences(self, params):
        """Return {code: sentence} of the reasons for which rules did not decide."""
        level = self._name_of("service.authority.level", params.get("level"))
        severity = self._name_of("service.severity", params.get("severity"))
        flags = self._names_of("service.risk.flag", params.get("flags", []))
        amounts = {
            name: self._say_amount(params[name])
            for name in ("amount", "amount_from", "amount_to")
            if name in params
        }
        sentences = {
            "category_unknown": self.env._("It is about certain categories; the case has none."),
            "category_other": self.env._("It is about other categories."),
            "flags_missing": self.env._("None of its risks was noted: %(flags)s.", flags=flags),
            "amount_unknown": self.env._("It is about an amount; the amount at stake is not known."),
            "rank_unknown": self.env._(
                "It is about the rank of the person complained about, which is not known."
            ),
            "rank_below": self.env._(
                "It is about people of a higher rank: %(rank)s.", rank=self._say_rank(params.get("rank"))
            ),
            "not_failed_below": self.env._("It is about cases that a lower level could not settle."),
            "not_insisted": self.env._("It is about customers who insist on a higher level."),
            "lower_level": self.env._("It applies, but its level is lower: %(level)s.", level=level),
            "same_level": self.env._("It applies as well, with the same level: %(level)s.", level=level),
            "yields": self.env._("It does not count beside: %(flags)s.", flags=flags),
            "no_severity": self.env._("It says nothing about how serious the case is."),
            "lower_severity": self.env._("It is less serious: %(severity)s.", severity=severity),
            "same_severity": self.env._("It is as serious: %(severity)s.", severity=severity),
            "raise_not_above": self.env._(
                "It is not above what the risks say: %(severity)s.", severity=severity
            ),
        }
        if "amount_from" in amounts:
            sentences["amount_below"] = self.env._(
                "It starts at %(amount_from)s; at stake is %(amount)s.",
                amount_from=amounts["amount_from"],
                amount=amounts["amount"],
            )
        if "amount_to" in amounts:
            sentences["amount_not_below"] = self.env._(
                "It ends below %(amount_to)s; at stake is %(amount)s.",
                amount_to=amounts["amount_to"],
                amount=amounts["amount"],
            )
        return sentences
