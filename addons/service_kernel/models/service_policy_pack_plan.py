from dataclasses import dataclass, field

from odoo import api, models
from odoo.exceptions import UserError

from ..engine import pack_merge
from ..tools.pack_resolver import PackResolver
from .service_policy_pack_read import Entry


@dataclass
class Step:
    """What a load does with one record: ``outcome`` created, updated, kept, unchanged, and why.

    ``is_closed``: it may not follow the pack any more, whoever changed it; see the addon that owns it.
    """

    entry: Entry
    item: models.BaseModel
    record: models.BaseModel | None
    outcome: str
    write: dict = field(default_factory=dict)
    kept: dict = field(default_factory=dict)
    current: dict = field(default_factory=dict)
    is_closed: bool = False


@dataclass
class Plan:
    """``steps`` for what the pack holds; ``archived`` and ``left``: items that it no longer holds.

    ``columns``: {model: its columns}, read once for all records.
    """

    code: str
    source: object
    resolver: PackResolver
    steps: list
    archived: list
    left: list
    columns: dict

    @property
    def counts(self):
        outcomes = [step.outcome for step in self.steps]
        outcomes += ["updated" for _item in self.archived] + ["kept" for _item in self.left]
        return {name: outcomes.count(name) for name in ("created", "updated", "kept", "unchanged")}


class ServicePolicyPack(models.Model):
    """Compare a pack with what a company has: what would be created, follow the pack, or stay."""

    # one concern a file: together they would be too long to read
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _plan(self, code, activate=True, valid_from=None):
        """Return the ``Plan`` of loading a pack into the company of the environment.

        :param valid_from: ISO date that new policies with a ``valid_from`` get where the pack gives none
        :raise UserError: there is no such pack, or its files are wrong
        """
        company = self.env.company
        source, faults = self._get_source(code, company)
        if faults:
            raise UserError(self._say_faults(code, faults))
        resolver = PackResolver(self, company, code, source.manifest.depends)
        entries, faults = self._read_source(source, company, resolver)
        if faults:
            raise UserError(self._say_faults(code, faults))
        items = {
            (item.res_model, item.code): item
            for item in self.env["service.policy.pack.item"].search(
                [("company_id", "=", company.id), ("pack_code", "=", code)]
            )
        }
        installed = {lang for lang, _name in self.env["res.lang"].get_installed()}
        steps, known = [], {}
        for entry in entries:
            if entry.model not in known:
                known[entry.model] = self._get_pack_columns(entry.model)
            columns = known[entry.model]
            entry.values = {
                name: value
                for name, value in entry.values.items()
                if not columns[name].lang or columns[name].lang in installed
            }
            entry.values.setdefault("active", True)
            if valid_from and "valid_from" in columns and not entry.values.get("valid_from"):
                entry.values["valid_from"] = valid_from
            item = items.pop((entry.model, entry.code), self.env["service.policy.pack.item"])
            steps.append(self._plan_entry(entry, item, columns, resolver, activate))
        archived, left = self._plan_gone(items.values(), resolver)
        return Plan(code, source, resolver, steps, archived, left, known)

    def _plan_entry(self, entry, item, columns, resolver, activate):
        record = self._record_of_entry(entry, item, resolver)
        if record is None:
            entry.values["active"] = entry.values["active"] and activate
            return Step(entry, item, None, "created")
        if not record:
            return Step(entry, item, record, "kept")  # the company has deleted it
        new = dict(entry.values)
        if not activate:
            new.pop("active")  # what is in force stays so
        current = self._read_values(record, [columns[name] for name in new], resolver)
        baseline = {
            name: True if name == "active" else self._baseline(columns[name], current) for name in new
        }
        merge = pack_merge.merge(new, item.given or {}, item.stored or {}, current, baseline)
        return Step(entry, item, record, merge.outcome, merge.write, merge.kept, current)

    def _baseline(self, column, current):
        """An untouched translation is what the source says, any other untouched value the default."""
        return current.get(column.field, column.empty) if column.lang else column.empty

    def _record_of_entry(self, entry, item, resolver):
        """Return the record that the pack has brought; empty if it was deleted, None if it is new."""
        Model = self.env[entry.model].with_context(active_test=False)
        if item:
            return Model.browse(item.res_id).exists()
        if "pack_code" not in Model._fields:
            return None
        record = Model.search(
            [
                ("company_id", "=", self.env.company.id),
                ("pack_code", "=", resolver.pack_codes[0]),
                ("code", "=", entry.code),
            ]
        )
        return record or None

    def _plan_gone(self, items, resolver):
        """Return (items to archive, items to leave) of what the pack no longer holds."""
        archived, left = [], []
        for item in items:
            if item.is_gone or item.res_model not in self.env:
                continue
            record = self.env[item.res_model].browse(item.res_id).exists()
            if not record or not record.active:
                continue
            columns = self._get_pack_columns(item.res_model)
            names = [name for name in item.stored or {} if name in columns]
            current = self._read_values(record, [columns[name] for name in names], resolver)
            untouched = pack_merge.is_untouched({name: item.stored[name] for name in names}, current)
            (archived if untouched else left).append(item)
        return archived, left
