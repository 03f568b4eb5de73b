from dataclasses import dataclass

from odoo import api, models

from ..engine import pack_cell
from ..engine.pack_table import Fault, nearest, read_table
from ..engine.problem import Problem

SUFFIX = ".csv"


@dataclass
class Entry:
    """One record as the files of a pack give it; ``values``: {column: plain value} without the code."""

    model: str
    code: str
    values: dict
    file: str
    line: int

    def fault(self, column, code, **params):
        return Fault(self.file, self.line, column, code, params)


class ServicePolicyPack(models.Model):
    """Read and check the files of a pack, all of them, before anything is written."""

    # one concern a file: together they would be too long to read
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _read_source(self, source, company, resolver):
        """Return ([``Entry``] in the order of loading, [``Fault``]) of a pack's files."""
        known = self._get_pack_models()
        by_model, faults, unread = {}, [], set()
        for label, name, content in source.files:
            model = name.removesuffix(SUFFIX)
            if not name.endswith(SUFFIX) or model not in known:
                guess = nearest(name, [f"{one}{SUFFIX}" for one in known])
                faults.append(
                    Fault(label, 0, "", "file_meant" if guess else "file_unknown", {"guess": guess})
                )
                continue
            table, wrong = read_table(label, content)
            faults += wrong
            if table:
                entries, bad_cells = self._read_entries(model, table)
                by_model.setdefault(model, []).extend(entries)
                faults += bad_cells
            if wrong or not by_model.get(model):
                unread.add(model)
        for entries in by_model.values():
            faults += _codes_twice(entries)
        faults += self._check_relations(by_model, unread, resolver)
        faults += self._check_depends(source.manifest, company)
        faults.sort(key=lambda fault: (fault.file, fault.line))
        return [entry for model in known for entry in by_model.get(model, ())], faults

    def _read_entries(self, model, table):
        columns = self._get_pack_columns(model)
        faults = [_column_fault(self, table, name, columns) for name in table.columns if name not in columns]
        missing = [
            column.name
            for column in columns.values()
            if column.required and column.default is None and column.name not in table.columns
        ]
        faults += [Fault(table.file, 1, name, "column_missing") for name in missing]
        if faults:
            return [], faults
        entries = []
        for row in table.rows:
            values = {}
            for name, text in row.cells.items():
                if columns[name].lang and not text:
                    continue  # no translation: the source holds
                try:
                    values[name] = pack_cell.read(columns[name], text)
                except Problem as problem:
                    faults.append(Fault(table.file, row.line, name, problem.code, problem.params))
            code = values.pop("code", "")
            if not code:
                continue  # told as missing
            if ";" in code or "\n" in code:
                faults.append(Fault(table.file, row.line, "code", "code_bad"))
            entries.append(Entry(model, code, values, table.file, row.line))
        return entries, faults

    def _check_relations(self, by_model, unread, resolver):
        """Yield a fault for every code that means nothing, and for records that are below themselves.

        Codes of a model whose file could not be read whole are not judged.
        """
        codes = {model: {entry.code for entry in entries} for model, entries in by_model.items()}
        for model, entries in by_model.items():
            columns = self._get_pack_columns(model)
            related = [one for one in columns.values() if one.comodel and one.comodel not in unread]
            for entry in entries:
                for column in related:
                    value = entry.values.get(column.name)
                    for code in value or () if column.kind == "many" else [value]:
                        possible = codes.get(column.comodel, set())
                        if code and code not in possible and not resolver.find(column.comodel, code):
                            yield self._relation_fault(
                                entry, column, code, {*possible, *resolver.codes(column.comodel)}
                            )
            yield from _loops(entries)

    def _relation_fault(self, entry, column, code, possible):
        guess = nearest(code, possible)
        # sudo: the name of a model in a message
        what = self._to_reader().env["ir.model"].sudo()._get(column.comodel).name
        return entry.fault(
            column.name, "relation_meant" if guess else "relation", what=what, value=code, guess=guess
        )

    def _check_depends(self, manifest, company):
        loaded = self.env["service.policy.pack.load"].search([("company_id", "=", company.id)])
        for code in manifest.depends:
            if code not in loaded.mapped("pack_code"):
                yield Fault("pack.json", 1, "depends", "depends_missing", {"value": code})


def _column_fault(packs, table, name, columns):
    base, _colon, lang = name.partition(":")
    if lang and base in columns and lang not in packs._get_languages():
        return Fault(table.file, 1, name, "lang_unknown", {"value": lang})
    guess = nearest(name, columns)
    return Fault(table.file, 1, name, "column_meant" if guess else "column_unknown", {"guess": guess})


def _codes_twice(entries):
    first = {}
    for entry in entries:
        if entry.code in first:
            there = first[entry.code]
            where = f"{there.file}:{there.line}"
            yield entry.fault("code", "code_twice", value=entry.code, where=where)
        first.setdefault(entry.code, entry)


def _loops(entries):
    parents = {entry.code: entry.values.get("parent_id") for entry in entries}
    for entry in entries:
        seen, code = set(), entry.values.get("parent_id")
        while code and code not in seen and code != entry.code:
            seen.add(code)
            code = parents.get(code)
        if code == entry.code:
            yield entry.fault("parent_id", "loop", value=entry.code)
