from itertools import chain

from odoo import api, models

from odoo.addons.service_kernel.tools.read_ahead import ReadAhead


class ServiceComplaint(models.Model):
    """Creating complaints costs one pass: what it looks at is read first, what is decided is inserted.

    How something is added without another pass: docs/development.md, “Creating a complaint costs one pass”.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        reads = ReadAhead(self.env)
        self._read_for_creation(reads, vals_list)
        reads.run()
        return super().create(vals_list)

    @api.model
    def _create(self, data_list):
        """Decide, insert, start the clocks: what is decided goes in with the row, not in a second pass."""
        current = [data for data in data_list if _is_decided(data["stored"])]
        drafts = self.browse().concat(*(self.new(data["stored"]) for data in current))
        decided = {draft.id: {} for draft in drafts}
        starting = drafts._decide_drafts(decided)
        for data, draft in zip(current, drafts, strict=True):
            data["stored"] |= decided[draft.id]
        complaints = super()._create(data_list)
        self._sla_start(
            [
                (data["record"], *start)
                for data, draft in zip(current, drafts, strict=True)
                for start in starting.get(draft.id, ())
            ]
        )
        return complaints

    def _check_company(self, fnames=None):
        """Check as Odoo does, but only complaints whose links need it: its domains cost more than a look."""
        names = self._fields if fnames is None or "company_id" in fnames else fnames
        names = [name for name in names if self._fields[name].relational and self._fields[name].check_company]
        # sudo: as in Odoo's own check, only companies are compared
        complaints = self.sudo().with_context(active_test=False)
        doubtful = complaints.filtered(lambda one: not one._is_plainly_of_company(names))
        return super(ServiceComplaint, doubtful.with_env(self.env))._check_company(fnames)

    def _is_plainly_of_company(self, names):
        """Tell whether all to which the fields ``names`` link is of the very company, or of none."""
        company = self.company_id
        for linked in chain.from_iterable(self[name] for name in names):
            if linked._name == "res.users":
                if company.id not in linked._get_company_ids():
                    return False
            elif "company_id" not in linked._fields or (linked.company_id or company) != company:
                return False
        return True

    @api.model
    def _read_for_creation(self, reads, vals_list):
        """Name what creating these complaints looks at; an addon that looks at more adds it.

        :param reads: the ``ReadAhead`` that takes it
        """

        def given(name):
            return [vals.get(name) for vals in vals_list]

        user, company = self.env.user, self.env.company
        reads.add("res.users", [user.id, *given("user_id")], ["active", "share", "partner_id"])
        reads.follow("res.users", "partner_id", ["name", "email"])
        reads.add(
            "res.company",
            [company.id, *given("company_id")],
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
        flag_ids = [vals["flag_ids"] for vals in vals_list if vals.get("flag_ids")]
        reads.add("service.risk.flag", chain.from_iterable(flag_ids), ["active", "code", "company_id"])
        reads.add("service.site", given("site_id"), ["calendar_id", "company_id"])
        reads.follow("service.site", "calendar_id", calendar)


def _is_decided(vals):
    """Tell whether policies have something to say: not to history, nor to what the database will refuse."""
    return not vals.get("is_history") and vals.get("company_id") and vals.get("received_at")
