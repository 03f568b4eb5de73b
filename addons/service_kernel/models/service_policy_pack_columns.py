from odoo import api, models
from odoo.fields import Command
from odoo.tools import ormcache

from ..engine.pack_cell import EMPTY, Column
from ..engine.problem import Problem

KINDS = {
    "char": "text",
    "text": "text",
    "html": "text",
    "integer": "integer",
    "float": "float",
    "monetary": "float",
    "boolean": "boolean",
    "date": "date",
    "selection": "selection",
    "many2one": "one",
    "many2many": "many",
}
NEVER = {"id", "company_id", "pack_code", "parent_path", "display_name", *models.MAGIC_COLUMNS}
CODE = Column("code", "text", "code", required=True)


class ServicePolicyPack(models.Model):
    """Which models and columns the files of a pack have, and how a record's values are read and written."""

    # one concern a file: together they would be too long to read
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_models(self):
        """Return the names of the models that a pack may hold, in the order in which they are loaded.

        An addon with policies of its own adds their models; what refers to others comes after them.
        """
        names = [
            "resource.calendar",
            "service.category",
            "service.severity",
            "service.risk.flag",
            "service.authority.level",
            "service.authority.rule",
            "service.team",
            "service.message.channel",
            "service.sla.metric",
            "service.sla.policy",
            "service.sla.target",
            "service.sla.escalation",
            "mail.template",
        ]
        return [name for name in names if name in self.env]

    @api.model
    def _get_pack_fields(self, model):
        """Return the fields that a file of this model may give; None: every stored one that texts can say."""
        return {
            "resource.calendar": ("name", "tz", "active"),
            "mail.template": (
                "name",
                "model_id",
                "use_default_to",
                "subject",
                "email_from",
                "email_to",
                "partner_to",
                "lang",
                "body_html",
                "active",
            ),
        }.get(model)

    @api.model
    def _get_code_fields(self, model):
        """Return {field: model} of the text fields that hold the code of a record."""
        metric = "service.sla.metric"
        return {"service.sla.target": {"metric": metric, "start_metric": metric}}.get(model, {})

    @api.model
    def _get_named_models(self):
        """Return {model: its key field} of what a pack names and does not hold: it is there already."""
        return {"ir.model": "model"}

    @api.model
    def _get_key_field(self, model):
        """Return the field by which other records name one of this model; None: only packs know its code."""
        named = self._get_named_models().get(model)
        if named:
            return named
        return "code" if model in self.env and "code" in self.env[model]._fields else None

    @api.model
    def _get_pack_columns(self, model):
        """Return {name: ``Column``} of a model's file, translations (``name:zh_CN``) for every language."""
        Model = self.env[model]
        only = self._get_pack_fields(model)
        fields = {
            name: field
            for name, field in Model._fields.items()
            if self._is_pack_field(field) and (only is None or name in only)
        }
        defaults = Model.default_get(list(fields))
        columns = {"code": CODE}
        for name, field in fields.items():
            if name != "code":
                columns[name] = self._prepare_column(Model, field, defaults.get(name))
        if model == "resource.calendar":
            columns["hours"] = Column("hours", "hours", "attendance_ids", required=True)
        for column in [column for column in columns.values() if column.name != "code"]:
            if getattr(Model._fields[column.field], "translate", False):
                for lang in self._get_languages():
                    name = f"{column.name}:{lang}"
                    columns[name] = Column(name, "text", column.field, lang)
        return columns

    @api.model
    @ormcache(cache="stable")  # Odoo clears it when a language is added or renamed
    def _get_languages(self):
        """Return the codes of all languages that Odoo knows, but for that of the sources."""
        # sudo: the codes of languages are no secret
        languages = self.env["res.lang"].sudo().with_context(active_test=False)
        return tuple(languages.search([("code", "!=", "en_US")]).mapped("code"))

    def _is_pack_field(self, field):
        if field.name in NEVER or not field.store or field.readonly or field.type not in KINDS:
            return False
        if field.groups:
            return False  # what only some may read can be a key
        return not field.relational or field.comodel_name in {
            *self._get_pack_models(),
            *self._get_named_models(),
        }

    def _prepare_column(self, Model, field, default):
        kind = KINDS[field.type]
        if kind in ("one", "many") or default in (None, False, ""):
            default = None
        options = tuple(field.get_values(self.env)) if kind == "selection" else ()
        return Column(
            field.name,
            kind,
            field.name,
            required=bool(field.required) and kind not in ("boolean", "integer", "float"),
            options=options,
            comodel=field.comodel_name
            if field.relational
            else self._get_code_fields(Model._name).get(field.name, ""),
            default=True if field.name == "active" else default,
        )

    # A record's values, as a pack says them
    @api.model
    def _read_values(self, record, columns, resolver):
        """Return {column name: plain value} of a record; relations as codes, ``#id`` of what has none here.

        :raise Problem: a calendar whose hours a pack cannot say
        """
        values = {}
        for column in columns:
            record = record.with_context(lang=column.lang or "en_US", active_test=False)
            value = record[column.field]
            if column.kind == "hours":
                values[column.name] = _read_hours(record)
            elif column.kind == "one":
                values[column.name] = resolver.code_of(value) if value else ""
            elif column.kind == "many":
                values[column.name] = sorted(resolver.code_of(one) for one in value)
            elif column.kind == "float":
                values[column.name] = round(value or 0.0, 6)
            elif column.kind == "date":
                values[column.name] = value.isoformat() if value else ""
            elif column.kind == "text":
                values[column.name] = str(value or "").strip()
            else:
                values[column.name] = value or EMPTY[column.kind]
        return values

    @api.model
    def _prepare_vals(self, values, columns, resolver):
        """Return field values for ``write`` from plain values in one language.

        :raise LookupError: what a needed relation means was deleted by the company
        """
        vals = {}
        for name, value in values.items():
            column = columns[name]
            if column.kind == "hours":
                vals["attendance_ids"] = [Command.clear(), *map(self._prepare_attendance, value)]
            elif column.kind == "one":
                found = resolver.find(column.comodel, value) if value else False
                if value and not found and column.required:
                    raise LookupError(value)
                vals[column.field] = found and found.id
            elif column.kind == "many":
                found = [resolver.find(column.comodel, code) for code in value]
                vals[column.field] = [Command.set([one.id for one in found if one])]
            else:
                vals[column.field] = value if value != "" else False
        return vals

    def _prepare_attendance(self, span):
        day, start, end = span
        weekdays = self.env["resource.calendar.attendance"]._fields["dayofweek"]._description_selection
        return Command.create(
            {
                "name": dict(weekdays(self.env))[str(day)],
                "dayofweek": str(day),
                "hour_from": start / 60,
                "hour_to": end / 60,
                "day_period": "morning" if start < 720 else "afternoon",
            }
        )


def _read_hours(calendar):
    if calendar.two_weeks_calendar:
        raise Problem("two_weeks", value=calendar.name)
    lines = calendar.attendance_ids.filtered(lambda line: line._is_work_period())
    return sorted(
        [int(line.dayofweek), round(line.hour_from * 60), round(line.hour_to * 60)] for line in lines
    )
