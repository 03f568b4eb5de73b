from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from psycopg2.extras import Json

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import pay_guard, pro_rata, sheet_hash
from ..engine import sheet as engine
from ..engine.numbers import exact
from .service_score_account import AccountKey
from .service_score_sheet import CLOSED, MONEY

#: % of a month's wage, where no region says otherwise (Q-57)
CAP_SHARE = 20
#: stands for no rule book: the fixed row of all that is taken from an employee's pay
PAY = "#pay"


class ServiceScoreSheet(models.Model):
    """What the points cost, and how much of it may be taken from the month's pay (Q-57, S6).

    A sheet acts on the pay of the month in which its period ends. Sheets that are confirmed already come
    first: what they take of that month leaves less room.
    """

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _compute_pay(self, book, first, last, points):
        """Return {employee id: values of the pay row} of a period."""
        employees = self.env["hr.employee"].browse(points)
        wages = self.env["service.score.wage"]._get_amounts(employees, last)
        limits = self._get_limits(employees, last)
        others = self._read_other_pays(book, first, last, employees)
        carried = self._read_carried(book, employees)
        commissions = self._read_commissions(book, first, last, employees)
        month_first = last.replace(day=1)
        month_last = month_first + relativedelta(months=1, days=-1)
        employed = self._get_employed_shares(
            book.company_id, month_first, month_last, {id_: one["roster"] for id_, one in points.items()}
        )
        pays, prices, rest_policy = {}, book._get_prices({}, {}), book.rest_policy
        for employee_id, one in points.items():
            taken_before, before = others[employee_id]
            amounts = self._get_component_amounts(book, one, employee_id, wages)
            due = engine.money(one["sheet"], prices._replace(amounts=amounts, before=before))
            earned = commissions.get(employee_id, ())
            due = due._replace(bonus=sum((amount for _id, amount in earned), due.bonus))
            facts = {
                "wage": wages.get((employee_id, 0)),
                "employed": employed.get(employee_id),
                **limits[employee_id],
                "taken_before": taken_before,
                "before": before,
                "amounts": amounts,
                "withheld": one["sheet"].withheld,
                "rest_policy": rest_policy,
                "carried_in": carried.get(employee_id, engine.ZERO),
                "due": engine.with_adjustments(due, one["changes"]),
                **({"commissions": earned} if earned else {}),
            }
            pays[employee_id] = self._prepare_pay(facts, one["hash"])
        return pays

    @api.model
    def _get_component_amounts(self, book, one, employee_id, wages):
        """Return {component id: money that withheld shares are taken of}.

        The employee's amount for the component, else the book's full bonus, in proportion if it says so.
        """
        if not one["sheet"].withheld:
            return {}
        bonus = exact(book.bonus_base)
        if book.is_bonus_pro_rata:
            bonus = pro_rata.part(bonus, one["scheduled"], one["whole"])
        return {
            component: exact(wages[employee_id, component]) if (employee_id, component) in wages else bonus
            for component in one["sheet"].withheld
        }

    @api.model
    def _get_limits(self, employees, day):
        """Return {employee id: {cap, floor}}: share of the wage and wage floor of their regions on a day."""
        regions = {one.id: one.score_region_id or one.company_id.score_region_id for one in employees}
        ids = {region.id for region in regions.values() if region}
        floors = {
            floor.region_id.id: floor.amount
            for floor in self.env["service.score.wage.floor"].search_fetch(
                [("region_id", "in", list(ids)), ("valid_from", "<=", day)],
                ["region_id", "amount"],
                order="valid_from, id",
            )
        }
        return {
            employee_id: {
                "cap": exact(region.cap_share if region else CAP_SHARE),
                "floor": exact(floors.get(region.id, 0)),
            }
            for employee_id, region in regions.items()
        }

    @api.model
    def _read_other_pays(self, book, first, last, employees):
        """Return {employee id: (taken, {component: %})} of confirmed sheets on the same month's pay."""
        month = last.replace(day=1)
        pays = self.env["service.score.sheet.pay"].search_fetch(
            Domain("employee_id", "in", employees.ids)
            & Domain("date_to", ">=", month)
            & Domain("date_to", "<", month + relativedelta(months=1))
            & Domain("sheet_id.state", "in", CLOSED),
            ["employee_id", "cut_amount", "facts", "sheet_id"],
            order="id",
        )
        others = defaultdict(lambda: (engine.ZERO, {}))
        for pay in pays:
            if pay.sheet_id.rulebook_code == book.code and pay.sheet_id.date_from == first:
                continue
            taken, withheld = others[pay.employee_id.id]
            for component, share in (pay.facts or {}).get("withheld", {}).items():
                number = int(component)
                withheld[number] = max(withheld.get(number, engine.ZERO), Decimal(share))
            others[pay.employee_id.id] = (taken + max(exact(pay.cut_amount), engine.ZERO), withheld)
        return others

    @api.model
    def _read_carried(self, book, employees):
        """Return {employee id: what earlier periods could not take}."""
        accounts = self.env["service.score.account"].search_fetch(
            [
                ("company_id", "=", book.company_id.id),
                ("rulebook_code", "=", book.code),
                ("employee_id", "in", employees.ids),
            ],
            ["employee_id", "carried_amount"],
        )
        return {one.employee_id.id: exact(one.carried_amount) for one in accounts}

    @api.model
    def _prepare_pay(self, facts, points_hash):
        """Return the values of a pay row: the engine's guard on what is due."""
        due, wage, floor = facts["due"], facts["wage"], facts["floor"]
        if wage is not None:
            wage = exact(wage)
            if facts["employed"]:
                # who was employed for a part of the month has a part of the wage, and of its floor
                wage, floor = (pro_rata.part(amount, *facts["employed"]) for amount in (wage, floor))
        wanted = due.fine + due.withheld + facts["carried_in"]
        guard = pay_guard.guard(wanted, wage, facts["cap"], floor, facts["taken_before"])
        fine, withheld = pay_guard.split(guard.taken, due.withheld)
        is_carried = facts["rest_policy"] == "carry"
        plain = {name: _plain(value) for name, value in facts.items()}
        return {
            "fine_amount": float(due.fine),
            "bonus_amount": float(due.bonus),
            "withheld_amount": float(due.withheld),
            "commission_amount": float(
                sum((amount for _id, amount in facts.get("commissions", ())), engine.ZERO)
            ),
            "has_wage": wage is not None,
            "cut_reason": guard.reason or False,
            "pay_before": float(wage or 0),
            "cut_amount": float(guard.taken),
            "taken_fine": float(fine) if wage is not None else 0.0,
            "taken_withheld": float(withheld) if wage is not None else 0.0,
            "pay_after": float((wage or 0) - guard.taken + due.bonus) if wage is not None else 0.0,
            "carried_in": float(facts["carried_in"]) if wage is not None else 0.0,
            "carried_out": float(guard.rest) if is_carried else 0.0,
            "written_off": 0.0 if is_carried else float(guard.rest),
            "facts": plain,
            "inputs_hash": sheet_hash.digest([points_hash, plain]),
        }

    @api.model
    def _store_pay(self, book, last, pays):
        """Write the pay rows that are new or whose inputs changed.

        :param pays: {sheet id: values}
        """
        Pay = self.env["service.score.sheet.pay"]
        known = {
            pay.sheet_id.id: pay
            for pay in Pay.search_fetch([("sheet_id", "in", list(pays))], ["sheet_id", "inputs_hash"])
        }
        self._insert_pays(book, last, {one: pays[one] for one in pays if one not in known})
        self.browse(pays).invalidate_recordset(["pay_ids", "has_money", "has_wage", "cut_reason", *MONEY])
        for sheet_id, pay in known.items():
            if pay.inputs_hash != pays[sheet_id]["inputs_hash"]:
                pay.write(pays[sheet_id])

    @api.model
    def _insert_pays(self, book, last, pays):
        """Insert pay rows, whose amounts are rounded already, in one query."""
        if not pays:
            return
        uid, now = self.env.uid, self.env.cr.now()
        log = {"create_uid": uid, "create_date": now, "write_uid": uid, "write_date": now}
        rows = [
            {
                **log,
                "sheet_id": sheet.id,
                "company_id": book.company_id.id,
                "employee_id": sheet.employee_id.id,
                "date_to": last,
                "is_final": False,
                **pays[sheet.id],
                "cut_reason": pays[sheet.id]["cut_reason"] or None,
                "facts": Json(pays[sheet.id]["facts"]),
            }
            for sheet in self.browse(pays)
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_score_sheet_pay (%s) VALUES %s",
                SQL(", ").join(map(SQL.identifier, rows[0])),
                SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows),
            )
        )

    @api.model
    def _get_pay_keys(self, sheets):
        """Return the ``AccountKey``s of the rows that a step on sheets writes first: book and pay."""
        keys = []
        for sheet in sheets:
            carrier, carrier_id = sheet._get_carrier()
            keys.append(AccountKey(sheet.company_id.id, sheet.rulebook_code, carrier, carrier_id))
            if carrier == "employee":
                keys.append(AccountKey(sheet.company_id.id, PAY, carrier, carrier_id))
        return keys


class ServiceScoreRulebook(models.Model):
    """What points of a version are worth."""

    # one concern a file
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    def _get_prices(self, amounts, before):
        """Return the engine's prices of this version.

        :param amounts: {component id: money that shares are withheld of}
        :param before: {component id: % that other sheets of the month withhold}
        """
        self.ensure_one()
        return engine.Prices(
            tuple(self._get_engine_brackets()), exact(self.reward_amount), amounts or {}, before or {}
        )


def _plain(value):
    """Return a fact as it is kept: numbers as texts, so that they stay exact."""
    if isinstance(value, Decimal | float):
        return format(exact(value).normalize() + 0, "f")
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in sorted(value.items())}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
