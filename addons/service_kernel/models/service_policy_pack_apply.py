import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger


class ServicePolicyPack(models.Model):
    """Carry out a plan: write the records of a pack and remember what was given."""

    # one concern a file: together they would be too long to read
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _load(self, code, activate=True, valid_from=None):
        """Load a pack into the company of the environment; return {'counts': …, 'plan': ``Plan``}.

        The caller has checked the user's right. Everything or nothing: a fault leaves no trace.
        """
        company = self.env.company
        # sudo: book-keeping of loads, which nobody writes by hand; the right to load was checked
        row = self.env["service.policy.pack.load"].sudo()._begin(company, code)
        plan = self._plan(code, activate, valid_from)
        self._apply(plan)
        row.write(
            {
                "version": plan.source.manifest.version,
                "loaded_at": fields.Datetime.now(),
                "loaded_by_id": self.env.uid,
            }
        )
        if activate and plan.steps and not company.service_default_pack:
            # sudo: the first pack in force is the one that documents follow; see above
            company.sudo().service_default_pack = code
        self._forget_loaded()
        return {"counts": plan.counts, "plan": plan}

    def _apply(self, plan):
        faults, made = [], []
        for step in plan.steps:
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    made += self._carry_out(plan, step)
            except LookupError:
                step.outcome = "kept"  # what it needs was deleted by the company
            except (UserError, psycopg2.IntegrityError, psycopg2.DataError) as error:
                faults.append(step.entry.fault("", "refused", what=_what(error)))
        for step in made:
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self._write_step(plan, step, step.entry.values, own=True)
            except (UserError, psycopg2.IntegrityError, psycopg2.DataError) as error:
                faults.append(step.entry.fault("", "refused", what=_what(error)))
        if faults:
            raise UserError(self._say_faults(plan.code, faults))
        self._archive_gone(plan)
        for step in plan.steps:
            if step.record:
                self._remember(plan, step)

    def _carry_out(self, plan, step):
        """Create or update the record of one step; return [step] of a new one, whose links within its own
        model are written when all of them are there.
        """
        if step.outcome == "created":
            step.record = self._create_record(plan, step)
            plan.resolver.add(step.record, step.entry.code)
            return [step]
        if step.write:
            self._write_step(plan, step, step.write)
        return []

    def _create_record(self, plan, step):
        entry, columns = step.entry, plan.columns[step.entry.model]
        values = {
            name: value
            for name, value in entry.values.items()
            if not columns[name].lang and columns[name].comodel != entry.model
        }
        Model = self._writable(entry.model, plan.source)
        vals = self._prepare_vals(values, columns, plan.resolver)
        for name, value in (
            ("code", entry.code),
            ("company_id", self.env.company.id),
            ("pack_code", plan.code),
        ):
            if name in Model._fields:
                vals[name] = value
        if entry.model == "resource.calendar":
            vals.setdefault("tz", self.env.company._service_tz())
        record = Model.create(vals)
        self._write_translations(record, entry.values, columns)
        return record.with_env(self.env)

    def _write_step(self, plan, step, values, own=False):
        """Write values of a step; ``own``: only the links to records of the same model."""
        columns = plan.columns[step.entry.model]
        record = step.record.with_env(self._writable(step.entry.model, plan.source).env)
        values = {
            name: value
            for name, value in values.items()
            if not own or (columns[name].comodel == step.entry.model and value)
        }
        plain = {name: value for name, value in values.items() if not columns[name].lang}
        if plain:
            record.write(self._prepare_vals(plain, columns, plan.resolver))
        self._write_translations(record, values, columns)

    def _write_translations(self, record, values, columns):
        for name, value in values.items():
            if columns[name].lang:
                record.with_context(lang=columns[name].lang).write({columns[name].field: value})

    def _writable(self, model, source):
        """Return the model with the right to write what packs bring.

        Policies are written with the user's own right. Working hours and the templates of installed addons
        are the administrator's: a template from an upload, which runs code, needs the user's own right.
        """
        if model == "resource.calendar" or (model == "mail.template" and source.trusted):
            # sudo: plain hours, or a text of the installed software; the right to load was checked
            return self.env[model].sudo()
        return self.env[model]

    def _archive_gone(self, plan):
        for item in plan.archived:
            record = self.env[item.res_model].browse(item.res_id)
            record.with_env(self._writable(item.res_model, plan.source).env).active = False
            # sudo: book-keeping of loads, which nobody writes by hand; the right to load was checked
            item.sudo().write(
                {
                    "is_gone": True,
                    "given": {**item.given, "active": False},
                    "stored": {**item.stored, "active": False},
                }
            )

    def _remember(self, plan, step):
        """Keep what was given and how it was stored; of what the company keeps, the former stays."""
        entry, item = step.entry, step.item
        columns = plan.columns[entry.model]
        names = [name for name in entry.values if name not in step.kept]
        if step.outcome in ("unchanged", "kept"):
            names = [name for name in names if name in step.current]
            now = step.current
        else:
            now = self._read_values(step.record, [columns[name] for name in names], plan.resolver)
        given = {**(item.given or {}), **{name: entry.values[name] for name in names}}
        stored = {**(item.stored or {}), **{name: now[name] for name in names}}
        vals = {
            "given": {name: value for name, value in given.items() if name in columns},
            "stored": {name: value for name, value in stored.items() if name in columns},
            "version": plan.source.manifest.version,
            "is_gone": False,
            "res_id": step.record.id,
        }
        # sudo: book-keeping of loads, which nobody writes by hand; the right to load was checked
        Item = item.sudo()
        if not item:
            Item.create(
                {
                    "company_id": self.env.company.id,
                    "pack_code": plan.code,
                    "res_model": entry.model,
                    "code": entry.code,
                    **vals,
                }
            )
        elif any(item[name] != value for name, value in vals.items() if name != "version"):
            Item.write(vals)


def _what(error):
    """The sentence of an error: Odoo's own, or the first line of PostgreSQL's."""
    if isinstance(error, UserError):
        return error.args[0]
    return str(error).partition("\n")[0]
