from odoo import api, fields, models

from ..engine.order_liability import WHOLE

CODE = "recall"
#: written by recalls only
DECIDED = {"recall_number", "recall_key"}


class ServiceOrder(models.Model):
    """Orders by which goods are recalled: one per customer and product, free of charge (GSP-RECALL-01)."""

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    recall_number = fields.Char(
        "Recall", readonly=True, copy=False, index="btree_not_null", help="The recall that it belongs to."
    )
    #: recall, customer and product as they were: no link, so that merging two contacts breaks nothing
    recall_key = fields.Char(readonly=True, copy=False, export_string_translation=False)

    _recall_key_uniq = models.UniqueIndex(
        "(company_id, recall_key) WHERE recall_key IS NOT NULL",
        "Somebody has just recalled the same goods. Look at the orders of this recall.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: vals[name] for name in vals.keys() - DECIDED} for vals in vals_list])

    def write(self, vals):
        return super().write({name: vals[name] for name in vals.keys() - DECIDED})

    # the way around our own write(), which drops what others give
    def _belong_to_recall(self, number, keys, items):  # pylint: disable=missing-return
        """Have these new orders belong to a recall, explain it, and decide again who pays.

        :param keys: {order id: key of the recall, customer and product}
        :param items: {order id: [what the customer has of it]}
        """
        # sudo: written by recalls only; who recalls was checked
        for order in self.sudo():
            vals = {"recall_number": number, "recall_key": keys[order.id]}
            super(ServiceOrder, order).write(vals)  # pylint: disable=super-method-mismatch
        self._explain_each(
            {
                order.id: {
                    CODE: self._prepare_explanation(
                        "bought", number, None, {CODE: number, "recalled_items": items[order.id]}
                    )
                }
                for order in self
            }
        )
        self._decide_liability()

    def _judge_liability(self, rules):
        """Who has goods that are recalled pays nothing, in warranty or not."""
        decided, by_kind, entry = super()._judge_liability(rules)
        if not self.recall_number or self._get_granted():
            return decided, by_kind, entry
        decided |= {"liability": "company", "company_share": WHOLE, "customer_share": 0.0}
        facts = entry["facts"] | {"shares": [WHOLE, 0.0], CODE: self.recall_number}
        entry |= {"decision": "recalled", "value": "company", "facts": facts}
        return decided, dict.fromkeys(by_kind, WHOLE), entry

    @api.model
    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {CODE: (self.env._("Recall"), None, None)}

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "recalled": self.env._("The company pays: the goods were recalled."),
            "bought": self.env._("This customer has goods that were recalled."),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "recall": (self.env._("Recall"), str),
            "recalled_items": (self.env._("Goods"), ", ".join),
        }
