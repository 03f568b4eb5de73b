from odoo import fields, models

from ..engine import lifecycle
from .service_complaint_file import Section

#: written by the steps only
TAKEN = {"acknowledged_by_id", "decision_sent_by_id"}
AUTHORITY = (
    *("regulator_kind", "regulator_name", "regulator_number", "regulator_deadline", "regulator_replied_at"),
)


class ServiceComplaint(models.Model):
    """The evidence of ISO 10002 in one place: who took notice, what was told, what the customer answered."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    acknowledged_by_id = fields.Many2one(
        "res.users", "Acknowledged By Whom", readonly=True, copy=False, help="Who took notice of it."
    )
    decision_sent_by_id = fields.Many2one("res.users", "Told By Whom", readonly=True, copy=False)

    def write(self, vals):
        """Write; who tells the customer the decision is kept with it."""
        vals = {name: value for name, value in vals.items() if name not in TAKEN}
        if "decision_sent_at" in vals:
            vals["decision_sent_by_id"] = vals["decision_sent_at"] and self._get_colleague_id()
        return super().write(vals)

    def _prepare_move_vals(self, source, target):
        """Who takes notice; what is taken up again will have another decision, which is told anew."""
        values = super()._prepare_move_vals(source, target)
        if values.get("acknowledged_at"):
            values["acknowledged_by_id"] = self._get_colleague_id()
        if lifecycle.is_reopening(source, target):
            values |= dict.fromkeys(("decision_sent_at", "decision_sent_how", "decision_sent_by_id"), False)
        return values

    def _get_colleague_id(self):
        """Return the id of the user who acts, False for customers: the page is nobody's."""
        return not self.env.user.share and self.env.uid

    # The file of the case
    def _get_case_sections(self):
        sections = super()._get_case_sections()
        evidence = Section(
            "evidence",
            self.env._("Evidence"),
            (
                self.env._("What"),
                self.env._("When"),
                self.env._("How"),
                self.env._("Who"),
                self.env._("Text"),
            ),
            self._get_evidence_rows(),
        )
        authority = Section("authority", self.env._("Authority"), None, self._get_case_rows(AUTHORITY))
        return [*sections[:2], evidence, authority, *sections[2:]]

    def _get_evidence_rows(self):
        """Return rows (what, when, how, who, text) of what was told and answered."""
        rows = []
        if self.acknowledged_at:
            rows.append(
                self._evidence_row(
                    self.env._("Acknowledged"), "acknowledged_at", "acknowledged_how", "acknowledged_by_id"
                )
            )
        if self.decision_sent_at:
            reasons = self.rejection_reason if self.state == "rejected" else self.resolution
            rows.append(
                self._evidence_row(
                    self.env._("Decision told"),
                    "decision_sent_at",
                    "decision_sent_how",
                    "decision_sent_by_id",
                    reasons,
                )
            )
        if self.recourse:
            rows.append((self.env._("Further recourse named"), "", "", "", self.recourse))
        for answer in self.answer_ids.sorted("id"):
            what = self.env._("Settlement: %(answer)s", answer=_label(answer, "answer"))
            rows.append(self._answer_row(answer, what, answer.at, answer.note))
        for request in self.satisfaction_ids.sorted("id"):
            what = self._say_request(request)
            rows.append(self._answer_row(request, what, request.answered_at, request.feedback))
        for reply in self.regulator_reply_ids.filtered(lambda one: one.state == "sent").sorted("id"):
            what = self.env._("Reply to %(authority)s", authority=reply.authority)
            text = "\n".join(filter(None, (reply.facts, reply.decision, reply.reasons)))
            who = reply.sent_by_id.sudo().name or ""  # sudo: a name only
            rows.append((what, self._say_moment(reply.sent_at), _label(reply, "sent_how"), who, text))
        return rows

    def _evidence_row(self, what, at, how, who, text=""):
        texts = [self._say_field(self._fields[name]) for name in (at, how, who)]
        return (what, *texts, text or "")

    def _answer_row(self, answer, what, at, text):
        """Return the row of what the customer answered, by whom it was recorded or the customer."""
        who = answer.recorded_by_id.sudo().name or (at and self.customer_name) or ""  # sudo: a name only
        return what, self._say_moment(at), _label(answer, "how"), who, text or ""

    def _say_request(self, request):
        asked = self._say_moment(request.requested_at)
        if not request.answered_at:
            return self.env._("Satisfaction asked on %(asked)s: no answer", asked=asked)
        return self.env._(
            "Satisfaction asked on %(asked)s: %(answer)s", asked=asked, answer=_label(request, "value")
        )


def _label(record, name):
    """Return the label of a selection in the reader's language."""
    return dict(record._fields[name]._description_selection(record.env)).get(record[name], "")
