import base64
from contextlib import closing

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine import pack_cell

OUTCOMES = [
    ("created", "New"),
    ("updated", "Follows the pack"),
    ("kept", "Kept as you changed it"),
    ("archived", "No longer in the pack: archived"),
    ("left", "No longer in the pack: kept, as you changed it"),
    ("unchanged", "Unchanged"),
]


class ServicePolicyPackWizard(models.TransientModel):
    """Shows what loading policy packs would change and contradict, then loads them."""

    _name = "service.policy.pack.wizard"
    _description = "Load Policy Packs"

    state = fields.Selection(
        [("choose", "Choose"), ("preview", "Preview"), ("done", "Loaded")], default="choose", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    pack_ids = fields.Many2many(
        "service.policy.pack",
        string="Policy Packs",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    upload = fields.Binary("Pack File", help="A ZIP file that was exported as a policy pack.")
    upload_name = fields.Char()
    activate = fields.Boolean(
        "Put in Force", default=True, help="Otherwise what is new comes in archived, to be looked at first."
    )
    date_from = fields.Date(
        "In Force From",
        help="New policies with dates hold for documents received from this day on; empty: always. Others "
        "hold for documents received or changed after loading.",
    )
    include_open = fields.Boolean(
        "Also for Open Documents", help="Decide open documents anew, not only those that come in."
    )
    touched_count = fields.Integer("Open Documents", readonly=True)
    created_count = fields.Integer("New Records", readonly=True)
    updated_count = fields.Integer("Following the Pack", readonly=True)
    kept_count = fields.Integer("Kept", readonly=True)
    unchanged_count = fields.Integer("Unchanged", readonly=True)
    line_ids = fields.One2many("service.policy.pack.wizard.line", "wizard_id", readonly=True)
    note_ids = fields.One2many("service.policy.pack.wizard.note", "wizard_id", readonly=True)
    notes = fields.Text("To Know Before", compute="_compute_notes")

    @api.depends("note_ids")
    def _compute_notes(self):
        kinds = dict(
            self.env["service.policy.pack.wizard.note"]._fields["kind"]._description_selection(self.env)
        )
        for wizard in self:
            wizard.notes = "\n".join(f"• {kinds[note.kind]}: {note.text}" for note in wizard.note_ids)

    def _packs(self):
        """Return the packs' model in the chosen company, if the user may load there."""
        self.ensure_one()
        Pack = self.env["service.policy.pack"]
        return Pack._in_company(Pack._check_company_of_load(self.company_id))

    def action_preview(self):
        """Show what would happen; nothing is kept of it."""
        packs = self._packs()
        if self.upload:
            self.pack_ids |= packs._upload_pack(base64.b64decode(self.upload), self.company_id)
            self.write({"upload": False, "upload_name": False})
        if not self.pack_ids:
            raise UserError(self.env._("Choose a policy pack, or the file of one."))
        with closing(self.env.cr.savepoint()):
            plans = self._load_all(packs)
            lines = [line for plan in plans for line in self._prepare_lines(packs, plan)]
            notes = packs._get_notes(plans)
            counts = _count(plans)
            touched = sum(len(found) for found in packs._get_touched_documents(self._codes()))
        # what was read in between is no longer so
        self.env.registry.clear_cache()
        self.write(
            {
                "state": "preview",
                "line_ids": [Command.clear(), *map(Command.create, lines)],
                "note_ids": [
                    Command.clear(),
                    *(Command.create({"kind": kind, "text": text}) for kind, text in notes),
                ],
                "touched_count": touched,
                **counts,
            }
        )
        return self._reopen()

    def action_back(self):
        self.state = "choose"
        return self._reopen()

    def action_load(self):
        """Load the packs into the company."""
        packs = self._packs()
        if not self.pack_ids:
            raise UserError(self.env._("Choose a policy pack, or the file of one."))
        counts = _count(self._load_all(packs))
        if self.include_open and self.activate:
            packs._apply_to_open_documents(self._codes())
        self.write({"state": "done", **counts})
        return self._reopen()

    def _codes(self):
        return list(dict.fromkeys(self.pack_ids.mapped("code")))

    def _load_all(self, packs):
        valid_from = self.date_from and self.date_from.isoformat()
        return [packs._load(code, self.activate, valid_from)["plan"] for code in self._codes()]

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Load Policy Packs"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _prepare_lines(self, packs, plan):
        """Yield the values of the lines of a plan: one per record, or per value that changes or stays."""
        for step in plan.steps:
            entry, columns = step.entry, packs._get_pack_columns(step.entry.model)
            vals = {
                "pack_code": plan.code,
                "model_name": self._model_name(entry.model),
                "record_name": self._entry_name(entry),
                "code": entry.code,
                "outcome": step.outcome,
            }
            changes = {name: (step.current.get(name), value) for name, value in step.write.items()}
            for outcome, pairs in (("updated", changes), ("kept", step.kept)):
                for name, (own, new) in pairs.items():
                    yield {
                        **vals,
                        "outcome": outcome,
                        "field_name": self._column_name(entry.model, columns[name]),
                        "own_value": pack_cell.write(columns[name], own),
                        "pack_value": pack_cell.write(columns[name], new),
                    }
            if not changes and not step.kept:
                yield vals
        for outcome, items in (("archived", plan.archived), ("left", plan.left)):
            for item in items:
                record = self.env[item.res_model].browse(item.res_id)
                yield {
                    "pack_code": plan.code,
                    "model_name": self._model_name(item.res_model),
                    "record_name": record.display_name,
                    "code": item.code,
                    "outcome": outcome,
                }

    def _model_name(self, model):
        # sudo: the name of a model
        return self.env["ir.model"].sudo()._get(model).name

    def _entry_name(self, entry):
        names = (f"name:{self.env.lang}", "name", f"note:{self.env.lang}", "note")
        return next((entry.values[name] for name in names if entry.values.get(name)), entry.code)

    def _column_name(self, model, column):
        label = self.env[model]._fields[column.field]._description_string(self.env)
        return f"{label} ({column.lang})" if column.lang else label


class ServicePolicyPackWizardLine(models.TransientModel):
    """What happens to one record, or to one value of it."""

    _name = "service.policy.pack.wizard.line"
    _description = "Preview of a Policy Pack"
    _order = "sequence, id"

    wizard_id = fields.Many2one("service.policy.pack.wizard", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    outcome = fields.Selection(OUTCOMES, "What Happens", readonly=True)
    pack_code = fields.Char("Policy Pack", readonly=True)
    model_name = fields.Char("Kind", readonly=True)
    record_name = fields.Char("Record", readonly=True)
    code = fields.Char(readonly=True)
    field_name = fields.Char("Field", readonly=True)
    own_value = fields.Char("Your Value", readonly=True)
    pack_value = fields.Char("Value of the Pack", readonly=True)

    @api.depends("outcome")
    def _compute_sequence(self):
        order = ["kept", "left", "updated", "archived", "created", "unchanged"]
        for line in self:
            line.sequence = order.index(line.outcome)


class ServicePolicyPackWizardNote(models.TransientModel):
    """Something to know before loading: a contradiction, a rule that never holds, another currency."""

    _name = "service.policy.pack.wizard.note"
    _description = "Note on a Policy Pack"
    _order = "id"

    wizard_id = fields.Many2one("service.policy.pack.wizard", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(
        [
            ("currency", "Other currency"),
            ("conflict", "Contradiction"),
            ("never", "Never holds"),
            ("twin", "Same code"),
            ("in_force", "In force"),
        ],
        readonly=True,
    )
    text = fields.Text(readonly=True)


def _count(plans):
    counts = [plan.counts for plan in plans]
    return {
        f"{name}_count": sum(one[name] for one in counts)
        for name in ("created", "updated", "kept", "unchanged")
    }
