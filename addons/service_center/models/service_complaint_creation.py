from odoo import api, models

from odoo.addons.service_kernel.tools.read_ahead import ReadAhead


class ServiceComplaint(models.Model):
    """What creating complaints looks at is read first, in one query (docs/development.md, Complaints)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        reads = ReadAhead(self.env)
        self._read_for_creation(reads, vals_list)
        reads.run()
        return super().create(vals_list)

    @api.model
    def _read_for_creation(self, reads, vals_list):
        """Name what creating these complaints looks at; an addon that looks at more adds it.

        :param reads: the ``ReadAhead`` that takes it
        """

        def given(name):
            return {vals.get(name) for vals in vals_list}

        user, company = self.env.user, self.env.company
        reads.add("res.users", {user.id} | given("user_id"), ["active", "share", "partner_id", "company_ids"])
        reads.follow("res.users", "partner_id", ["name", "email"])
        reads.add(
            "res.company",
            {company.id} | given("company_id"),
            [
                "alias_domain_id",
                "currency_id",
                "parent_path",
                "partner_id",
                "resource_calendar_id",
                "service_default_pack",
                "service_repeat_days",
            ],
        )
        calendar = ["name", "tz", "company_id"]
        reads.follow("res.company", "resource_calendar_id", calendar)
        reads.follow("res.company", "currency_id", ["rounding", "decimal_places"])
        reads.add("res.partner", given("partner_id"), ["phone", "email", "company_id"])
        reads.add("service.category", given("category_id"), ["code", "company_id", "pack_code"])
        reads.add(
            "service.team",
            given("team_id"),
            ["assignment", "calendar_id", "code", "company_id", "pack_code"],
        )
        reads.follow("service.team", "calendar_id", calendar)
        reads.add("service.site", given("site_id"), ["calendar_id", "company_id"])
        reads.follow("service.site", "calendar_id", calendar)
