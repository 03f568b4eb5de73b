from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.service_kernel.engine.cells import match_key

from ..engine import inspection as engine
from ..engine.problem import ScoreProblem
from ..tools.inspection_ledger import MESSAGES, inspection_columns
from .service_score_inspection_entries import COUNTED


class ServiceScoreInspectionLine(models.Model):
    """Registers of inspections, one finding a row; rows of one place, day and inspector are one inspection.

    They come in as submitted: their findings are proposed entries, which wait to be confirmed.
    """

    # one concern a file
    _inherit = "service.score.inspection.line"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _ledger_columns(self):
        return inspection_columns(self.env)

    @api.model
    def _ledger_messages(self):
        return MESSAGES

    @api.model
    def _ledger_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_scoring.service_score_inspection_line_action"
        )
        return {**action, "domain": domain, "display_name": self.env._("Imported Findings")}

    # Texts to records
    @api.model
    def _ledger_resolve(self, rows, check):
        Entry = self.env["service.score.entry"]
        self._ledger_resolve_persons(rows, check)
        Entry._ledger_resolve_rules(rows, check)
        own = Domain("company_id", "in", [False, check.company.id])
        sites = Domain("company_id", "=", check.company.id)
        Entry._ledger_resolve_one(rows, "department", self.env["hr.department"], ["name"], own)
        Entry._ledger_resolve_one(rows, "site", self.env["service.site"], ["code", "name"], sites)
        colleagues = Domain("share", "=", False) & Domain("company_ids", "in", check.company.ids)
        Entry._ledger_resolve_reporters(rows, check, colleagues)

    @api.model
    def _ledger_resolve_persons(self, rows, check):
        """By number or badge only; nobody is guessed (S4)."""
        by_number, _by_name = self.env["service.score.entry"]._ledger_find_employees(check.company)
        for row in rows:
            text, persons = row.values.pop("persons", None), []
            for number, times in engine.people(text):
                found = by_number.get(match_key(number), [])
                if len(found) == 1:
                    persons.append((found[0], times))
                else:
                    row.error(
                        "persons", "score_number_ambiguous" if found else "score_number_unknown", value=number
                    )
            if persons:
                row.values["persons"] = persons
                row.shown["persons"] = text

    # One row
    @api.model
    def _ledger_validate(self, row, check):
        values = row.values
        day, rule, persons = values.get("date"), values.get("rule"), values.get("persons", [])
        if day and day > check.day(check.now):
            row.error("date", "score_in_future", value=row.texts["date"])
        if "department" not in values and "site" not in values and not row.is_bad:
            row.error("department", "inspection_no_place")
        if values.get("quantity", 1) <= 0:
            row.error("quantity", "score_quantity", value=row.texts["quantity"])
            return
        named = sum(times for _person, times in persons)
        values.setdefault("quantity", named or 1)
        if rule:
            self._ledger_validate_rule(row, rule, persons)

    @api.model
    def _ledger_validate_rule(self, row, rule, persons):
        values = row.values
        try:
            shares = engine.shares(values["quantity"], persons)
            rule._compute_points(values["quantity"], points_each=values.get("points"))
        except ScoreProblem as problem:
            params = {name: f"{value.normalize():f}" for name, value in problem.params.items()}
            row.error("persons", "inspection_persons_exceed", **params)
            return
        except UserError as error:
            row.error("points", "inspection_refused", why=str(error))
            return
        carrier = rule.rulebook_id.carrier
        if rule.kind not in COUNTED:
            row.error("rule", "inspection_no_finding", value=row.shown["rule"])
        elif carrier == "employee" and any(person is None for person, _times in shares):
            row.error("persons", "score_carrier_missing")
        elif carrier != "employee" and carrier not in values and not row.is_bad:
            row.error(carrier, "score_carrier_missing")
        is_more = rule.points_mode == "minimum" and values.get("points", 0) > rule.points
        if is_more and not values.get("points_reason"):
            row.error("points_reason", "inspection_refused", why=self.env._("More points need a reason."))

    @api.model
    def _ledger_identity(self, row):
        """Where, when, which clause, how many, who and what: the same again is no other row."""
        values = row.values
        rule, day = values.get("rule"), values.get("date")
        story = (
            *(str(values.get(code) or "") for code in ("department", "site")),
            f"{rule.rulebook_id.code}/{rule.code}" if rule else "",
            day.isoformat() if day else "",
            f"{values.get('quantity', 1):.2f}",
            ",".join(f"{person}×{times}" for person, times in sorted(values.get("persons", []))),
            values.get("description") or "",
        )
        return None, story, story

    @api.model
    def _ledger_values(self, row, check):
        plain = {
            "department": "department_id",
            "site": "site_id",
            "date": "date",
            "reporter": "inspector",
            "quantity": "count",
            "points": "points_each",
            "points_reason": "points_reason",
            "description": "note",
        }
        values = {name: row.values[code] for code, name in plain.items() if row.values.get(code) is not None}
        values["rule_id"] = row.values["rule"].id
        values["person_ids"] = [
            Command.create({"employee_id": person, "times": times})
            for person, times in row.values.get("persons", [])
        ]
        return values

    @api.model
    def _ledger_create(self, values_list):
        """Make the inspections of these findings, and submit them."""
        groups = defaultdict(list)
        place = ("company_id", "department_id", "site_id", "date", "inspector", "ledger_import_id")
        rules = self.env["service.score.rule"].browse({vals["rule_id"] for vals in values_list})
        books = {rule.id: rule.rulebook_id.id for rule in rules}
        for vals in values_list:
            key = tuple(vals.pop(name, False) or False for name in place[:-1])
            groups[(*key, vals["ledger_import_id"], books[vals["rule_id"]])].append(
                {**vals, "result": "finding", "is_history": False}
            )
        inspections = self.env["service.score.inspection"]
        lines = []
        for key, group in groups.items():
            inspection = self._ledger_find_inspection(*key) or self._ledger_create_inspection(*key)
            lines += [{**vals, "inspection_id": inspection.id} for vals in group]
            inspections |= inspection
        # sudo: findings of submitted inspections come with the register; the right to import was checked
        created = super(ServiceScoreInspectionLine, self.sudo())._ledger_create(lines)
        inspections._submit(is_told=False)
        return created.with_env(self.env)

    @api.model
    def _ledger_find_inspection(self, company, department, site, day, inspector, ledger, book):
        """Return the inspection that earlier rows of the same register made, if any."""
        return self.env["service.score.inspection"].search(
            [
                ("company_id", "=", company),
                ("department_id", "=", department),
                ("site_id", "=", site),
                ("date", "=", day),
                ("rulebook_id", "=", book),
                ("inspector_ids", "in", [inspector or self.env.uid]),
                ("line_ids.ledger_import_id", "=", ledger),
                ("state", "=", "submitted"),
            ],
            limit=1,
        )

    @api.model
    def _ledger_create_inspection(self, company, department, site, day, inspector, _ledger, book):
        Inspection = self.env["service.score.inspection"].with_context(
            mail_activity_automation_skip=True, tracking_disable=True, mail_create_nosubscribe=True
        )
        inspection = Inspection.create(
            {
                "company_id": company,
                "department_id": department,
                "site_id": site,
                "date": day,
                "inspector_ids": [Command.set([inspector or self.env.uid])],
            }
        )
        inspection._write_decided(
            {"state": "running", "rulebook_id": book, "started_at": fields.Datetime.now()}
        )
        return inspection
