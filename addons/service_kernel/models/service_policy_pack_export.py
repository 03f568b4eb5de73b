from odoo import api, models
from odoo.exceptions import UserError

from ..engine import pack_cell
from ..engine.pack_manifest import FILE, write_manifest
from ..engine.pack_table import Fault, write_table
from ..engine.problem import Problem
from .service_policy_pack_read import SUFFIX


class _Codes:
    """The codes under which records are exported; what a record refers to besides them is a fault."""

    def __init__(self, named):
        self.codes, self.missing, self.named = {}, [], named

    def code_of(self, record):
        if record._name in self.named:
            # sudo: keys are no secret
            code = record.sudo()[self.named[record._name]]
        else:
            code = self.codes.get((record._name, record.id))
        if not code:
            self.missing.append(record)
        return code or ""


class ServicePolicyPack(models.Model):
    """Write the policies of a company as a pack that can be loaded again, here or elsewhere."""

    # one concern a file: together they would be too long to read
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _export(self, manifest, pack_codes, own):
        """Return {file name: bytes} of the policies of the environment's company.

        :param pack_codes: the loaded packs whose records are taken, as the company has changed them
        :param own: whether the company's own records are taken, which came from no pack
        :raise UserError: two records have one code, or a record refers to what is not taken
        """
        records = self._records_to_export(list(pack_codes), own)
        codes, faults = _Codes(self._get_named_models()), []
        codes.codes |= self._get_common_codes()
        for model, found in records.items():
            codes.codes |= {(model, record.id): code for code, record in found}
            faults += self._check_codes(model, found)
        files = {}
        for model, found in records.items():
            if found:
                files[f"{model}{SUFFIX}"], wrong = self._export_model(model, found, codes)
                faults += wrong
        if faults:
            raise UserError(
                "\n".join(
                    [
                        self._to_reader().env._("These policies cannot be exported together."),
                        self._say_faults("", faults).partition("\n")[2],
                    ]
                )
            )
        return {FILE: write_manifest(manifest), **files}

    @api.model
    def _records_to_export(self, pack_codes, own):
        """Return {model: [(code, record)]} in the order of loading."""
        company = self.env.company
        items = self.env["service.policy.pack.item"].search(
            [("company_id", "=", company.id), ("pack_code", "in", pack_codes)]
        )
        records = {}
        for model in self._get_pack_models():
            Model = self.env[model].with_context(active_test=False)
            if not Model.has_access("read"):
                continue  # policies of an app of which the user is no manager
            if "pack_code" in Model._fields:
                domain = [
                    ("company_id", "in", [company.id, False]),
                    ("pack_code", "in", pack_codes + [False] * own),
                    *self._get_export_domain(model),
                ]
                records[model] = [
                    (one.code or f"own_{one.id}", one) for one in Model.search(domain, order="id")
                ]
            else:
                of_model = items.filtered(lambda item, model=model: item.res_model == model)
                there = set(Model.browse(of_model.mapped("res_id")).exists().ids)
                records[model] = [
                    (item.code, Model.browse(item.res_id)) for item in of_model if item.res_id in there
                ]
        self._add_calendars(records)
        return records

    @api.model
    def _get_export_domain(self, model):
        """Return which records of a model are policies; what every company has anyhow is left out."""
        if model == "service.sla.metric":
            return [
                "|",
                ("pack_code", "!=", False),
                ("code", "not in", list(self.env[model]._get_base_codes())),
            ]
        if model == "service.sla.escalation":
            return [("notify", "!=", "users")]  # people are no part of a pack
        return []

    @api.model
    def _get_common_codes(self):
        """Return {(model, id): code} of what every company has under the same code: a pack may name it."""
        return {}

    @api.model
    def _adapt_values(self, model, values):
        """Return the values to export: a channel whose address stays here comes archived."""
        if model == "service.message.channel" and values["kind"] == "http":
            return {**values, "active": False}
        return values

    def _add_calendars(self, records):
        """Take the working hours that exported policies name, whoever made them."""
        known = {calendar.id for _code, calendar in records["resource.calendar"]}
        for model, found in records.items():
            for column in self._get_pack_columns(model).values():
                if column.comodel != "resource.calendar":
                    continue
                for _code, record in found:
                    calendar = record[column.field]
                    if calendar and calendar.id not in known:
                        known.add(calendar.id)
                        records["resource.calendar"].append((f"calendar_{calendar.id}", calendar))

    def _check_codes(self, model, found):
        first = {}
        for code, record in found:
            if code in first:
                params = {"value": code, "where": first[code].display_name}
                yield Fault(f"{model}{SUFFIX}", 0, "", "code_twice", params)
            if ";" in code or "\n" in code:
                yield Fault(f"{model}{SUFFIX}", 0, "", "code_bad")
            first.setdefault(code, record)

    def _export_model(self, model, found, codes):
        installed = {lang for lang, _name in self.env["res.lang"].get_installed()}
        columns = {
            name: column
            for name, column in self._get_pack_columns(model).items()
            if name != "code" and (not column.lang or column.lang in installed)
        }
        rows, faults = [], []
        for line, (code, record) in enumerate(found, 2):
            file = f"{model}{SUFFIX}"
            try:
                values = self._read_values(record, columns.values(), codes)
            except Problem as problem:
                faults.append(Fault(file, line, "", problem.code, problem.params))
                continue
            faults += [
                Fault(file, line, "", "relation_other", {"value": one.display_name}) for one in codes.missing
            ]
            codes.missing.clear()
            for name, column in columns.items():
                if column.lang and values[name] == values[column.field]:
                    values[name] = ""
            rows.append({"code": code, **self._adapt_values(model, values)})
        used = [
            name
            for name, column in columns.items()
            if column.required or any(row[name] != column.empty for row in rows)
        ]
        texts = [
            {"code": row["code"], **{name: pack_cell.write(columns[name], row[name]) for name in used}}
            for row in rows
        ]
        return write_table(["code", *used], texts), faults
