from odoo import api, models
from odoo.fields import Domain

from ..engine import findings
from .service_score_source import Sign

#: complaints that another one stands for, or that were entered by mistake
NOT_COUNTED = ("merged", "cancelled")


class ServiceScoreSource(models.AbstractModel):
    """Persons about whom a complaint is rightly (MALL-TWICE-01): only what was confirmed is proposed."""

    # one concern a file
    _inherit = "service.score.source"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_confirmed(self, company, moments):
        """Return the persons of live complaints about whom the facts are confirmed."""
        return self.env["service.complaint.person"].search(
            Domain("finding", "=", "confirmed")
            & Domain("complaint_id.is_history", "=", False)
            & Domain("complaint_id.state", "not in", NOT_COUNTED)
            & moments,
            order="id",
        )

    @api.model
    def _find_complaint_person(self, company, since):
        signs = []
        for person in self._get_confirmed(company, self._get_recent("found_at", company, since)):
            complaint = person.complaint_id
            signs.append(
                Sign(
                    person.id,
                    f"{complaint._name},{complaint.id},person,{person.employee_id.id}",
                    company._service_day(complaint.received_at),
                    person.employee_id.id,
                    complaint._name,
                    complaint.id,
                    complaint.site_id.id,
                    {"complaint": complaint.name, "involvement": person.involvement, "share": person.share},
                )
            )
        return signs

    @api.model
    def _find_complaint_leader(self, company, since):
        """Who leads the persons about whom the facts are confirmed, once a complaint (REGION-CMP-02)."""
        signs = {}
        for person in self._get_confirmed(company, self._get_recent("found_at", company, since)):
            complaint, leader = person.complaint_id, person.employee_id.parent_id
            if not leader:
                continue
            facts = {"complaint": complaint.name, "involvement": person.involvement}
            signs.setdefault((person.involvement, complaint, leader), (person, facts))
        return [
            Sign(
                person.id,
                f"{complaint._name},{complaint.id},leader,{leader.id}",
                company._service_day(complaint.received_at),
                leader.id,
                complaint._name,
                complaint.id,
                complaint.site_id.id,
                facts,
            )
            for (_involvement, complaint, leader), (person, facts) in signs.items()
        ]

    @api.model
    def _find_complaint_twice(self, company, since):
        """Two or more rightful complaints in one month: one sign, at the latest of them (Q-31)."""
        first = since.replace(day=1)
        persons = self._get_confirmed(company, self._get_recent("complaint_id.received_at", company, first))
        cases = {
            findings.Case(
                person.complaint_id.id,
                person.employee_id.id,
                company._service_day(person.complaint_id.received_at),
            ): person
            for person in persons
        }
        signs = []
        for month in findings.months_with_several(cases):
            if month.first < first:
                continue
            last = month.cases[-1]
            person = cases[last]
            signs.append(
                Sign(
                    person.id,
                    f"complaint_twice,{month.first.isoformat()}",
                    last.day,
                    month.person,
                    "service.complaint",
                    last.id,
                    person.complaint_id.site_id.id,
                    {
                        "month": month.first.isoformat(),
                        "complaints": [cases[case].complaint_id.name for case in month.cases],
                    },
                )
            )
        return signs
