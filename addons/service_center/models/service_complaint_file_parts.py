from odoo import models

from .service_complaint_file import Section

#: what the file says of each record that hangs on a case, by its relation
PARTS = {
    "person_ids": (
        *("employee_id", "involvement", "role", "heard_on", "statement", "finding", "share"),
        *("found_by_id", "found_at"),
    ),
    "fault_ids": ("party", "partner_id", "share", "ground", "basis"),
    "compensation_ids": (
        *("name", "kind", "amount_currency", "bearer", "bearer_partner_id", "reason", "state", "approver_id"),
        *("approved_at", "decision_reason", "reference", "receipt_number", "credit_note_id", "settled_at"),
    ),
    "agreement_ids": (*("name", "text", "amount", "signer_name", "company_signer_id", "signed_on", "state"),),
    "corrective_action_ids": (
        *("name", "title", "department_id", "problem", "containment_ids", "cause_ids", "measure_ids"),
        *("prevention", "state", "check_result"),
    ),
    "rectification_ids": (
        *("name", "recipient", "problem", "requirement", "basis", "deadline", "state", "result_note"),
    ),
}


class ServiceComplaint(models.Model):
    """Parts of the file of a case: people, shares of fault, compensation, agreements, actions, notices."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _get_case_sections(self):
        """Put the parts behind the texts of the case; columns that say nothing are left out."""
        sections = super()._get_case_sections()
        after = next(place for place, section in enumerate(sections, 1) if section.code == "texts")
        parts = [self._get_part(relation, names) for relation, names in PARTS.items()]
        return [*sections[:after], *parts, *sections[after:]]

    def _get_part(self, relation, names):
        records = self[relation].sorted("id")
        fields = [records._fields[name] for name in names]
        rows = [[self._say_field(field, record) for field in fields] for record in records]
        told = [place for place in range(len(fields)) if any(row[place] for row in rows)]
        return Section(
            relation,
            self._fields[relation]._description_string(self.env),
            tuple(fields[place]._description_string(self.env) for place in told),
            [tuple(row[place] for place in told) for row in rows],
        )
