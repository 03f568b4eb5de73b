from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.service_kernel.engine.cells import match_key
from odoo.addons.service_kernel.tools.ledger_lookup import find_by_text

from ..engine.numbers import exact, rounded
from ..engine.points import compute
from ..engine.problem import ScoreProblem
from ..tools.score_entry_ledger import MESSAGES, entry_columns


class ServiceScoreEntry(models.Model):
    """Lists of entries, as departments keep them in a spreadsheet; what comes in waits to be confirmed."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _ledger_columns(self):
        return entry_columns(self.env)

    @api.model
    def _ledger_messages(self):
        return MESSAGES

    @api.model
    def _ledger_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id("service_scoring.service_score_entry_action")
        return {**action, "domain": domain, "context": {}, "display_name": self.env._("Imported Entries")}

    # Texts to records
    @api.model
    def _ledger_resolve(self, rows, check):
        self._ledger_resolve_employees(rows, check)
        self._ledger_resolve_rules(rows, check)
        own = Domain("company_id", "in", [False, check.company.id])
        units = (
            ("department", self.env["hr.department"], ["name"], own),
            ("site", self.env["service.site"], ["code", "name"], Domain("company_id", "=", check.company.id)),
        )
        for code, model, names, domain in units:
            self._ledger_resolve_one(rows, code, model, names, domain)
        colleagues = Domain("share", "=", False) & Domain("company_ids", "in", check.company.ids)
        self._ledger_resolve_reporters(rows, check, colleagues)

    @api.model
    def _ledger_resolve_one(self, rows, code, model, names, domain):
        """Set column ``code`` to the one record that it names; none or several are an error."""
        texts = list({row.values[code] for row in rows if code in row.values})
        found = find_by_text(model, texts, names, domain)
        for row in rows:
            text = row.values.pop(code, None)
            if text is None:
                continue
            ids = found.get(match_key(text), ())
            if len(ids) == 1:
                row.values[code] = next(iter(ids))
                row.shown[code] = text
            else:
                row.error(code, "score_unit_ambiguous" if ids else "score_unit_unknown", value=text)

    @api.model
    def _ledger_resolve_reporters(self, rows, check, domain):
        """Who reported it; a name that is no user's is kept as a note."""
        texts = list({row.values["reporter"] for row in rows if "reporter" in row.values})
        found = find_by_text(self.env["res.users"], texts, ["login", "name"], domain)
        for row in rows:
            text = row.values.pop("reporter", None)
            if text is None:
                continue
            ids = found.get(match_key(text), ())
            if len(ids) == 1:
                row.values["reporter"] = next(iter(ids))
                row.shown["reporter"] = text
            else:
                row.warn("reporter", "relation_unknown_kept", value=text, count=len(ids))
                check.keep(row, "reporter")

    @api.model
    def _ledger_resolve_employees(self, rows, check):
        """By number or badge, else by name where only one has it; nobody is guessed (S4)."""
        by_number, by_name = self._ledger_find_employees(check.company)
        for row in rows:
            number, name = row.values.pop("number", None), row.values.pop("employee", None)
            named = by_name.get(match_key(name), []) if name else []
            if number:
                numbered = by_number.get(match_key(number), [])
                if len(numbered) != 1:
                    code = "score_number_ambiguous" if numbered else "score_number_unknown"
                    row.error("number", code, value=number)
                elif name and numbered[0] not in named:
                    row.error("employee", "score_number_of_other", value=name, number=number)
                else:
                    row.values["employee"] = numbered[0]
                    row.shown["number"], row.shown["employee"] = number, name or number
            elif name and len(named) == 1:
                row.values["employee"] = named[0]
                row.shown["employee"] = name
            elif name:
                code = "score_employee_ambiguous" if named else "score_employee_unknown"
                row.error("employee", code, value=name, count=len(named))

    @api.model
    def _ledger_find_employees(self, company):
        """Return ({key of a number or badge: ids}, {key of a name: ids}) of a company; one query."""
        by_number, by_name = defaultdict(list), defaultdict(list)
        # sudo: numbers are HR's; the importer has to give them, and is told only whether they fit
        employees = self.env["hr.employee"].sudo()
        for employee in employees.search_fetch(
            [("company_id", "=", company.id)], ["name", "score_employee_number", "barcode"]
        ):
            numbers = {employee.score_employee_number, employee.barcode} - {False}
            for number in {match_key(number) for number in numbers}:
                by_number[number].append(employee.id)
            by_name[match_key(employee.name)].append(employee.id)
        return by_number, by_name

    @api.model
    def _ledger_resolve_rules(self, rows, check):
        """The rule with the code, else the name, of a rule book that is valid on the day of the row."""
        domain = Domain("company_id", "=", check.company.id) & Domain(
            "rulebook_id.state", "in", ("active", "archived")
        )
        texts = list({row.values["rule"] for row in rows if "rule" in row.values})
        found = find_by_text(self.env["service.score.rule"], texts, ["code", "name"], domain)
        rules = self.env["service.score.rule"].browse({rule for ids in found.values() for rule in ids})
        by_id = {rule.id: rule for rule in rules}
        for row in rows:
            text = row.values.pop("rule", None)
            if text is None:
                continue
            known = [by_id[rule_id] for rule_id in found.get(match_key(text), ())]
            day = row.values.get("date")
            valid = [rule for rule in known if day is None or self._is_book_valid(rule.rulebook_id, day)]
            if len(valid) == 1:
                row.values["rule"] = valid[0]
                row.shown["rule"] = valid[0].display_name
            elif valid:
                row.error("rule", "score_rule_ambiguous", value=text, count=len(valid))
            else:
                row.error("rule", "score_rule_not_valid" if known else "score_rule_unknown", value=text)

    # One row
    @api.model
    def _ledger_validate(self, row, check):
        day, rule, points = (row.values.get(code) for code in ("date", "rule", "points"))
        if day and day > check.day(check.now):
            row.error("date", "score_in_future", value=row.texts["date"])
        if row.values.get("quantity", 1) <= 0:
            row.error("quantity", "score_quantity", value=row.texts["quantity"])
        if not rule:
            return
        carrier = rule.rulebook_id.carrier
        is_given = carrier in row.values or (carrier == "department" and "employee" in row.values)
        if not is_given and not row.is_bad:
            row.error(carrier, "score_carrier_missing")
        if points is not None:
            row.values["points"] = abs(points)
            if points < 0 and rule.kind != "deduction":
                row.error("points", "score_points_sign", value=row.texts["points"])
            elif rule.kind not in ("deduction", "reward"):
                row.error("points", "score_points_none", value=row.texts["points"])
            else:
                self._ledger_validate_points(row, rule, abs(points))
        limit = rule.max_age_days
        if day and limit and (check.day(check.now) - day).days > limit:
            row.error("date", "score_too_old", value=row.texts["date"], limit=limit)

    @api.model
    def _ledger_validate_points(self, row, rule, points):
        """Points are such as the rule leaves open; more than the least need a reason (CU-SCORE-03)."""
        try:
            compute(rule._get_engine_rule(), 1, points)
        except ScoreProblem as problem:
            bound = f"{problem.params['points'].normalize():f}"
            row.error("points", f"score_{problem.code}", value=row.texts["points"], points=bound)
            return
        is_more = rounded(points) > exact(rule.points)
        if rule.points_mode == "minimum" and is_more and not row.values.get("points_reason"):
            row.error("points_reason", "score_reason_missing", value=row.texts["points"])

    @api.model
    def _ledger_identity(self, row):
        """Whose, which rule, when, how many and what: a row that says the same again is no other row."""
        rule, day = row.values.get("rule"), row.values.get("date")
        story = (
            *(str(row.values.get(code) or "") for code in ("employee", "department", "site")),
            f"{rule.rulebook_id.code}/{rule.code}" if rule else "",
            day.isoformat() if day else "",
            f"{row.values.get('quantity', 1):.2f}",
            row.values.get("description") or "",
        )
        return None, story, story

    @api.model
    def _ledger_values(self, row, check):
        plain = {
            "date": "date",
            "employee": "employee_id",
            "department": "department_id",
            "site": "site_id",
            "quantity": "quantity",
            "points": "points_each",
            "points_reason": "points_reason",
            "description": "description",
        }
        values = {name: row.values[code] for code, name in plain.items() if row.values.get(code) is not None}
        values["rule_id"] = row.values["rule"].id
        values["reported_by_id"] = row.values.get("reporter", False)
        return values

    @api.model
    def _ledger_create(self, values_list):
        """Entries are to be confirmed also where the list was imported as history: nothing else is known."""
        return self._insert_entries([{**values, "is_history": False} for values in values_list])
