from datetime import datetime

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import html2plaintext

#: documents of each kind that a story shows
MOST_ROWS = 5
#: characters of a text
MOST_TEXT = 160


def shorten(text, most):
    """Return ``text`` with at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


class ResPartner(models.Model):
    """A customer's story on one page: what happened, as far as the user may read it."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _service_story_blocks(self):
        """Return the story of this customer; addons with other documents add their blocks.

        :return: [{"code", "title", "sequence", "rows": [{"date", "label", "text", "res_model", "res_id"}]}]
            sorted by sequence; what the user may not read, or what there is none of, has no block
        """
        self.ensure_one()
        blocks = [
            self._get_story_block(
                "complaints",
                self.env._("Complaints"),
                10,
                "service.complaint",
                ["name", "state", "received_at", "description"],
                "received_at desc, id desc",
                lambda complaint: (complaint.received_at, complaint.name, complaint.description),
            ),
            self._get_story_block(
                "orders",
                self.env._("Service Orders"),
                20,
                "service.order",
                ["name", "state", "received_at", "product_id", "description"],
                "received_at desc, id desc",
                lambda order: (order.received_at, order.name, order.description or order.product_id.name),
            ),
            self._get_story_block(
                "sales",
                self.env._("Sales"),
                30,
                "sale.order",
                ["name", "state", "date_order", "amount_total", "currency_id"],
                "date_order desc, id desc",
                lambda sale: (sale.date_order, sale.name, sale.currency_id.format(sale.amount_total)),
            ),
            self._get_story_block(
                "warranties",
                self.env._("Warranties"),
                40,
                "service.warranty",
                ["name", "start_date", "end_date", "is_proven", "company_id", "product_id", "serial"],
                "start_date desc, id desc",
                lambda warranty: (
                    warranty.start_date,
                    warranty.name,
                    " · ".join(filter(None, (warranty.product_id.name, warranty.serial))),
                ),
            ),
            self._get_story_callbacks(),
        ]
        return sorted(filter(None, blocks), key=lambda block: block["sequence"])

    def _get_story_family(self):
        """Return the domain of documents of this customer, its company and their contacts."""
        return [("partner_id", "child_of", self.commercial_partner_id.id)]

    def _get_story_block(self, code, title, sequence, model, names, order, read):
        """Return a block of the latest documents of a kind, None without any.

        :param read: returns (date, number, text) of a document
        """
        Model = self.env[model]
        if not Model.has_access("read"):
            return None
        rows = []
        for document in Model.search_fetch(self._get_story_family(), names, limit=MOST_ROWS, order=order):
            at, label, text = read(document)
            rows.append(self._get_story_row(document, at, label, text))
        return rows and {"code": code, "title": title, "sequence": sequence, "rows": rows}

    def _get_story_row(self, document, at, label, text):
        """Return one row: its day in the user's time zone, its number, status, and a short text."""
        day = fields.Datetime.context_timestamp(self, at).date() if isinstance(at, datetime) else at
        states = dict(document._fields["state"]._description_selection(self.env))
        text = html2plaintext(text or "") if isinstance(text, Markup) else text or ""
        return {
            "date": day,
            "label": label,
            "state": states.get(document.state, ""),
            "text": shorten(" ".join(text.split()), MOST_TEXT),
            "res_model": document._name,
            "res_id": document.id,
        }

    def _get_story_callbacks(self):
        """Return the block of the last callbacks, with what the customer answered."""
        Callback = self.env["service.callback"]
        if not Callback.has_access("read"):
            return None
        callbacks = Callback.search_fetch(
            [*self._get_story_family(), ("state", "in", ("done", "unreached"))],
            [
                "plan_id",
                "purpose",
                "state",
                "done_at",
                "due_at",
                "result",
                "satisfaction",
                "notes",
                "answers_id",
            ],
            limit=MOST_ROWS,
            order="due_at desc, id desc",
        )
        answers = callbacks._get_story_answers()
        rows = []
        for callback in callbacks:
            label = callback.plan_id.name or callback.purpose or self.env._("Callback")
            row = self._get_story_row(callback, callback.done_at or callback.due_at, label, callback.notes)
            rows.append({**row, "answers": answers.get(callback.id, [])})
        title = self.env._("Last Callbacks")
        return rows and {"code": "callbacks", "title": title, "sequence": 50, "rows": rows}


class ServiceCallback(models.Model):
    # what a story says of callbacks is one concern, whoever tells it
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def _get_story_answers(self):
        """Return {id: [question and answer as one text]} of these callbacks, which the user may read."""
        # sudo: callers have no rights on surveys; the answers are those of callbacks that they may read
        lines = self.sudo().answers_id.user_input_line_ids.filtered(lambda line: not line.skipped)
        texts = {}
        for line in lines:
            callback = line.user_input_id.service_callback_id
            texts.setdefault(callback.id, []).append(f"{line.question_id.title}: {line.display_name}")
        return texts
