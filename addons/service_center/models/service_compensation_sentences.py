from odoo import models

from .service_compensation_approval import REFUSALS


class ServiceCompensation(models.Model):
    """Why a compensation was approved or not, in the reader's language."""

    # one concern a file: together they would be too long to read
    _inherit = "service.compensation"  # pylint: disable=consider-merging-classes-inherited

    def _get_explained_decisions(self):
        level = "service.authority.level"
        return super()._get_explained_decisions() | {
            "compensation": (self.env._("Who approves it"), level, level)
        }

    def _say_decision(self, code, entry):
        """Name who was refused: of several one after the other, each stays in the log."""
        said = super()._say_decision(code, entry)
        if entry["decision"] in REFUSALS and entry["facts"].get("asked"):
            # sudo: a name only
            name = self.env["res.users"].browse(entry["facts"]["asked"]).sudo().name
            said["how"] = self.env._("%(sentence)s Asked: %(name)s.", sentence=said["how"], name=name)
        return said

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "lowest_level": self.env._("“%(level)s” is the lowest level whose limits allow it.", level=rule),
            "within_limits": self.env._("Approved: it is within the limits of “%(level)s”.", level=rule),
            "over_limits": self.env._(
                "Not approved: it is above the limits of who was asked. “%(level)s” may approve it.",
                level=rule,
            ),
            "not_at_level": self.env._(
                "Not approved: who was asked is at no level that decides. “%(level)s” may approve it.",
                level=rule,
            ),
            "no_levels": self.env._("No level of authority is set up: every officer may approve it."),
            "nobody": self.env._("No level of authority may approve it."),
        }

    def _get_fact_texts(self):
        def user(user_id):
            # sudo: names of colleagues, whose partner the user may not be allowed to read
            return self.env["res.users"].browse(user_id).sudo().name

        return super()._get_fact_texts() | {
            "compensation": (self.env._("Amount"), self._say_amount),
            "compensation_foreign": (self.env._("In its own currency"), lambda value: f"{value:,.2f}"),
            "foreign_currency": (self.env._("Currency"), str),
            "rate": (self.env._("Rate on the day of receipt"), lambda value: f"{value:.10g}"),
            "case_total": (self.env._("Approved for the case before"), self._say_amount),
            "customer_totals": (self.env._("The customer got before"), self._say_windows),
            "agent_totals": (self.env._("Approved for the proposer before"), self._say_windows),
            "proposed_by": (self.env._("Proposed by"), user),
            "asked": (self.env._("Who was asked"), user),
        }

    def _say_windows(self, windows):
        return ", ".join(
            self.env._("%(amount)s in %(days)s days", amount=self._say_amount(amount), days=days)
            for days, amount in sorted(windows.items(), key=lambda item: int(item[0]))
        )

    def _get_because_sentences(self, params):
        sentences = super()._get_because_sentences(params)
        sentences["own_proposal"] = self.env._("Nobody of this level approves what they proposed themselves.")
        if "limit" in params:
            values = {
                "limit": self._say_amount(params["limit"]),
                "total": self._say_amount(params["total"]),
                "days": params.get("days"),
            }
            sentences |= {
                "case_limit": self.env._(
                    "It may approve %(limit)s for one case; with this it would be %(total)s.", **values
                ),
                "customer_window": self.env._(
                    "It may approve %(limit)s for one customer in %(days)s days; "
                    "with this it would be %(total)s.",
                    **values,
                ),
                "agent_window": self.env._(
                    "It may approve %(limit)s for one proposer in %(days)s days; "
                    "with this it would be %(total)s.",
                    **values,
                ),
            }
        return sentences

    def _say_hits(self, hits):
        """Return the sentences of the limits that stand against the user."""
        said = []
        for hit in hits:
            if hit.code == "own_proposal":
                said.append(self.env._("You proposed it yourself."))
                continue
            params = {
                "limit": self._say_amount(hit.limit),
                "total": self._say_amount(hit.total),
                "days": hit.days,
            }
            said.append(
                {
                    "case_limit": self.env._(
                        "Your limit for one case is %(limit)s; with this it would be %(total)s.", **params
                    ),
                    "customer_window": self.env._(
                        "Your limit for one customer in %(days)s days is %(limit)s; "
                        "with this it would be %(total)s.",
                        **params,
                    ),
                    "agent_window": self.env._(
                        "Your limit for one proposer in %(days)s days is %(limit)s; "
                        "with this it would be %(total)s.",
                        **params,
                    ),
                }[hit.code]
            )
        return " ".join(dict.fromkeys(said))
