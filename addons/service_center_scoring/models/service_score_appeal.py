from odoo import models

#: {model of documents of the service center: fields of who handled, judged, decided or reported it}
DOCUMENTS = {
    "service.complaint": (
        *("user_id", "create_uid", "person_ids.found_by_id", "person_ids.create_uid"),
        *("liability_decided_by_id", "spot_checked_by_id", "acknowledged_by_id", "decision_sent_by_id"),
    ),
    "service.callback": (
        *("user_id", "attempt_ids.user_id", "problem_settled_by_id", "reviewed_by_id"),
        *("signal_ids.decided_by_id", "recheck_ids.user_id"),
    ),
    "service.order": ("user_id", "create_uid"),
}


class ServiceScoreEntry(models.Model):
    """Who found out what an entry follows from had a part in the case, and decides no appeal about it."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _get_involved_users(self):
        users = super()._get_involved_users()
        # sudo: only who had a part in it
        for model, entries in self.sudo().grouped("res_model").items():
            if model not in DOCUMENTS:
                continue
            documents = entries.env[model].browse(entries.mapped("res_id"))
            if model == "service.complaint":
                documents |= entries._find_all_complaints()
            for path in DOCUMENTS[model]:
                users |= documents.exists().mapped(path)
        return users

    def _find_all_complaints(self):
        """Return the complaints that these entries sum up, beside the one that they open."""
        domain = [("company_id", "in", self.company_id.ids), ("name", "in", self._get_complaint_names())]
        return self.env["service.complaint"].search(domain)

    def _get_complaint_names(self):
        facts = [((entry.explanation or {}).get("source") or {}).get("facts") or {} for entry in self]
        return [name for one in facts for name in one.get("complaints") or ()]
