from odoo import models


class ServiceWarranty(models.Model):
    """The chain of reasons of an item's state on a day, as sentences of the reader's language."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    def _say_judgement(self, judgement):
        """Return the engine's ``Judgement`` as plain data in the reader's language.

        :return: {state, reasons, covers: [{name, state, share, reasons}], rights: [{name, is_open, reasons}]}
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "state": states[judgement.state],
            "reasons": [self._say_reason(reason) for reason in judgement.reasons],
            "covers": [
                {
                    "name": self._say_cover(cover.kind),
                    "state": states[cover.state],
                    "share": f"{cover.share:g} %",
                    "reasons": [self._say_reason(reason) for reason in cover.reasons],
                }
                for cover in judgement.covers
            ],
            "rights": [
                {
                    "name": self._say_right(right),
                    "is_open": right.is_open,
                    "reasons": [self._say_reason(reason) for reason in right.reasons],
                }
                for right in judgement.rights
            ],
        }

    def _say_right(self, right):
        labels = dict(self.env["service.warranty.right"]._fields["kind"]._description_selection(self.env))
        # sudo: names of policies are not secret
        known = self.env["service.warranty.right"].sudo().with_context(active_test=False)
        line = known.search(
            [("code", "=", right.code), ("company_id", "=", self.company_id.id)], order="id", limit=1
        )
        return f"{labels[right.kind]}: {line.name}" if line else labels[right.kind]

    def _say_reason(self, reason):
        """Return one reason of a judgement as a sentence."""
        return self._get_reason_sentences(reason.params).get(reason.code, reason.code)

    def _get_reason_sentences(self, params):
        """Return {code: sentence} of reasons that have these parameters."""
        return (
            self._get_sentences_of_item(params)
            | self._get_sentences_of_covers(params)
            | self._get_sentences_of_rights(params)
        )

    def _get_sentences_of_item(self, params):
        day = self._say_day(params.get("on"))
        why = self.env["service.warranty.event"]._fields["reason"]._description_selection(self.env)
        cause = self.env["service.order"]._fields["defect_cause"]._description_selection(self.env)
        return {
            "started": self.env._(
                "It starts on %(day)s (%(basis)s).",
                day=day,
                basis=self._say_label("start_basis", params.get("basis")),
            ),
            "not_started": self.env._("It starts only on %(day)s.", day=day),
            "stopped_days": self.env._(
                "%(days)s days under repair were not counted.", days=params.get("days")
            ),
            "repairs_count": self.env._("Days under repair count: so it was promised."),
            "under_repair": self.env._(
                "It is under repair since %(day)s.", day=self._say_day(params.get("since"))
            ),
            "exchange": self.env._("It was exchanged on %(day)s: the other item has the warranty.", day=day),
            "void": self.env._(
                "It was declared void on %(day)s (%(reason)s).",
                day=day,
                reason=dict(why).get(params.get("reason"), ""),
            ),
            "proof_missing": self.env._("There is no proof of purchase."),
            "excluded_cause": self.env._(
                "Not covered: %(cause)s.", cause=dict(cause).get(params.get("cause"), "")
            ),
            "excluded_word": self.env._("Not covered: “%(word)s”.", word=params.get("word")),
        }

    def _get_sentences_of_covers(self, params):
        end = self._say_day(params.get("end"))
        sentences = {
            "holds_until": self.env._(
                "Until %(end)s; %(days)s days are left, this one included.", end=end, days=params.get("days")
            ),
            "no_end": self.env._("No end is known."),
            "ended": {
                "time": self.env._("It ended on %(end)s.", end=end),
                "usage": self.env._(
                    "It ended on %(end)s, for the item was used more than promised.", end=end
                ),
                "exchange": self.env._("It ended on %(end)s, before the exchange.", end=end),
                "void": self.env._("It ended on %(end)s, before the warranty was void.", end=end),
                "transfer": self.env._(
                    "It ended on %(end)s, for it does not go along to another owner.", end=end
                ),
            }.get(params.get("by"), ""),
        }
        if "limit" in params and "unit" in params:
            limit = self._say_usage(params["limit"], params["unit"])
            sentences["reading_unknown"] = self.env._("Up to %(limit)s; no reading is known.", limit=limit)
            if "reading" in params:
                values = {
                    "limit": limit,
                    "reading": self._say_usage(params["reading"], params["unit"]),
                    "day": self._say_day(params["on"]),
                }
                sentences["reading_within"] = self.env._(
                    "Up to %(limit)s; it was read at %(reading)s on %(day)s.", **values
                )
                sentences["reading_over"] = self.env._(
                    "Up to %(limit)s, but it was read at %(reading)s on %(day)s.", **values
                )
        return sentences

    def _get_sentences_of_rights(self, params):
        return {
            "right_not_in": self.env._(
                "Only in warranty: %(state)s.", state=self._say_label("state", params.get("state"))
            ),
            "right_window": self.env._(
                "Within %(days)s days: until %(day)s.",
                days=params.get("days"),
                day=self._say_day(params.get("last")),
            ),
            "right_repairs": self.env._(
                "After %(wanted)s repairs of the same fault; there were %(count)s.",
                wanted=params.get("wanted"),
                count=params.get("count"),
            )
            if params.get("same_fault")
            else self.env._(
                "After %(wanted)s repairs; there were %(count)s.",
                wanted=params.get("wanted"),
                count=params.get("count"),
            ),
            "right_repair_days": self.env._(
                "After more than %(limit)s days under repair; there were %(days)s.",
                limit=params.get("limit"),
                days=params.get("days"),
            ),
        }
