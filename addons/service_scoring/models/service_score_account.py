from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import fixed_row

CARRIERS = ("employee", "department", "site")


class AccountKey(NamedTuple):
    """Whose score in which rule book: the carrier is ``employee``, ``department`` or ``site``."""

    company_id: int
    code: str
    carrier: str
    carrier_id: int


class ServiceScoreAccount(models.Model):
    """The fixed row of a carrier in a rule book, over all its versions and periods (decisions 16).

    Confirming an entry or a sheet writes it before reading what the other one may have changed: of two at
    once the second is tried again.
    """

    _name = "service.score.account"
    _description = "Score Account"
    _inherit = ["hr.mixin"]
    _order = "rulebook_code, id"
    _rec_name = "rulebook_code"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    rulebook_code = fields.Char("Rule Book", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    site_id = fields.Many2one("service.site", readonly=True, index="btree_not_null", ondelete="restrict")
    version = fields.Integer(readonly=True, aggregator=None, export_string_translation=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    carried_amount = fields.Monetary(
        "Carried Over",
        readonly=True,
        groups="service_scoring.group_hr",
        help="What earlier periods could not take from the pay and the next one tries again.",
    )

    _account_uniq = models.UniqueIndex(
        "(company_id, rulebook_code, COALESCE(employee_id, 0), COALESCE(department_id, 0),"
        " COALESCE(site_id, 0))",
        "There is an account of this carrier in the rule book already.",
    )
    _one_carrier = models.Constraint(
        "CHECK (num_nonnulls(employee_id, department_id, site_id) = 1)",
        "An account belongs to one employee, department or site.",
    )

    @api.model
    def _get_accounts(self, keys):
        """Return {key: account} of these ``AccountKey``; makes those that are not there yet.

        Three queries, however many they are. The accounts are in superuser mode: nobody writes them by hand.
        """
        accounts = self.sudo()  # sudo: nobody writes accounts by hand
        wanted = sorted(set(keys))
        if not wanted:
            return {}
        # in one order, so that two who make the same ones do not wait for each other in a circle
        self.env.execute_query(
            SQL(
                "INSERT INTO service_score_account (company_id, rulebook_code, employee_id, department_id,"
                " site_id, version, create_uid, create_date, write_uid, write_date) VALUES %s"
                " ON CONFLICT DO NOTHING RETURNING id",
                SQL(", ").join(
                    SQL("%s", (*row, 0, self.env.uid, now, self.env.uid, now))
                    for now in [self.env.cr.now()]
                    for row in map(self._get_columns, wanted)
                ),
            )
        )
        found = accounts.search_fetch(
            [
                ("company_id", "in", list({key.company_id for key in wanted})),
                ("rulebook_code", "in", list({key.code for key in wanted})),
                *self._get_carrier_domain(wanted),
            ],
            ["company_id", "rulebook_code", "employee_id", "department_id", "site_id", "version"],
        )
        by_key = {account._get_key(): account for account in found}
        return {key: by_key[key] for key in wanted}

    @api.model
    def _get_columns(self, key):
        """Return the columns of the row of a key, as they are inserted."""
        return (
            key.company_id,
            key.code,
            *(key.carrier_id if key.carrier == carrier else None for carrier in CARRIERS),
        )

    @api.model
    def _get_carrier_domain(self, keys):
        """Return the domain of the records with ``employee_id``, … of one of these keys."""
        ids = {carrier: [key.carrier_id for key in keys if key.carrier == carrier] for carrier in CARRIERS}
        terms = [(f"{carrier}_id", "in", ids[carrier]) for carrier in CARRIERS if ids[carrier]]
        return ["|"] * (len(terms) - 1) + terms

    def _get_key(self):
        """Return the ``AccountKey`` of this account."""
        self.ensure_one()
        carrier = next(carrier for carrier in CARRIERS if self[f"{carrier}_id"])
        return AccountKey(self.company_id.id, self.rulebook_code, carrier, self[f"{carrier}_id"].id)

    def _count_on(self):
        """Write these rows before reading what a step depends on (invariants)."""
        fixed_row.count_on(self, "version")

    @api.model
    def _find_closed_periods(self, keys):
        """Return {key: [(first day, last day)]} of the periods whose sheet of the carrier is confirmed.

        Who calls has counted the accounts on: no sheet of them can be confirmed meanwhile.
        """
        closed = {}
        if not keys:
            return closed
        # sudo: which days are closed is no secret to who may enter something on them
        ids = {carrier: {key.carrier_id for key in keys if key.carrier == carrier} for carrier in CARRIERS}
        periods = (
            self.env["service.score.sheet"]
            .sudo()
            ._get_closed_periods(
                {key.code for key in keys},
                self.env["hr.employee"].browse(ids["employee"]),
                self.env["hr.department"].browse(ids["department"]),
                self.env["service.site"].browse(ids["site"]),
            )
        )
        by_carrier = {}
        for code, carrier, first, last in periods:
            by_carrier.setdefault((code, *carrier), []).append((first, last))
        for key in keys:
            found = by_carrier.get((key.code, key.carrier, key.carrier_id))
            if found:
                closed[key] = sorted(found)
        return closed
