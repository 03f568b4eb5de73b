from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class ServiceScoreInspection(models.Model):
    """The steps of an inspection, each of which is dated (CU-SUP-02)."""

    # one concern a file
    _inherit = "service.score.inspection"  # pylint: disable=consider-merging-classes-inherited

    may_inspect = fields.Boolean(compute="_compute_may", export_string_translation=False)
    may_confirm = fields.Boolean(compute="_compute_may", export_string_translation=False)

    def action_start(self):
        """Begin: the items of the checklist are there to be looked at."""
        self._check_may_inspect()
        self._touch()
        self._check_state("planned")
        for inspection in self:
            day = inspection._get_inspection_day()
            book = inspection._find_rulebook(day)
            # sudo: the right to begin was checked; what was planned, and the items
            begun = inspection.sudo()
            if inspection.date != day:
                begun.date = day
            inspection._write_decided(
                {"state": "running", "started_at": fields.Datetime.now(), "rulebook_id": book.id}
            )
            begun._follow_rulebook(book)
            if not inspection.line_ids:
                begun.env["service.score.inspection.line"].create(inspection._prepare_lines(book))
        return self.action_inspect() if len(self) == 1 else True

    def action_inspect(self):
        """Show the items, one card each, for a phone."""
        self.ensure_one()
        self.check_access("read")
        is_grouped = all(line.category_id for line in self.line_ids)
        cards = "service_score_inspection_line_view_kanban" + ("" if is_grouped else "_flat")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "service.score.inspection.line",
            "views": [
                (self.env.ref(f"service_scoring.{cards}").id, "kanban"),
                (False, "list"),
                (self.env.ref("service_scoring.service_score_inspection_line_view_finding").id, "form"),
            ],
            "domain": [("inspection_id", "=", self.id)],
            "context": {"default_inspection_id": self.id, "default_result": "finding"},
        }

    def action_submit(self):
        """Submit: what was found becomes proposed entries, and the head of the unit is told.

        :raise UserError: something was not looked at yet, or a finding cannot be
        """
        self._check_may_inspect()
        self._touch()
        self._check_state("running")
        self._check_findings()
        self._submit()
        return True

    def _submit(self, is_told=True):
        """As ``action_submit``, for those whose findings were checked.

        :param is_told: whether the heads of the units are told
        """
        self._write_decided(
            {
                "state": "submitted",
                "submitted_at": fields.Datetime.now(),
                "submitted_by_id": self.env.uid,
            }
        )
        self._propose_entries()
        # sudo: whoever was reminded need not be any more
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        self._judge_rectifications()
        if is_told:
            self._tell_unit()

    def action_reopen(self):
        """Let the inspectors correct what they submitted, as long as nothing of it is confirmed."""
        self._check_officer()
        self._touch()
        self._check_state("submitted")
        for inspection in self:
            # sudo: whether anybody decided about them
            entries = inspection._get_entries().sudo()
            if entries.filtered(lambda entry: entry.state in ("confirmed", "reversed")):
                raise UserError(
                    self.env._(
                        "%(number)s: some of its entries are confirmed already. Take them back instead.",
                        number=inspection.name,
                    )
                )
            if inspection.rectification_ids.filtered(lambda order: order.state != "cancelled"):
                raise UserError(
                    self.env._("%(number)s: cancel its rectification orders first.", number=inspection.name)
                )
            entries.filtered(lambda entry: entry.state == "draft")._withdraw()
            inspection._write_decided({"state": "running", "submitted_at": False, "submitted_by_id": False})
        return True

    def action_confirm(self):
        """Confirm the entries of these inspections, by the same checks as singly; tells which are left."""
        self._check_officer()
        self._touch()
        self._check_state("submitted")
        for inspection in self:
            if inspection.unit_manager_id == self.env.user:
                raise UserError(
                    self.env._(
                        "%(number)s: nobody confirms what was found at their own unit.",
                        number=inspection.name,
                    )
                )
        drafts = self._get_entries().filtered(lambda entry: entry.state == "draft")
        told = drafts.action_confirm_selected() if drafts else True
        for inspection in self:
            left = inspection._get_entries().filtered(lambda entry: entry.state == "draft")
            if not left:
                inspection._write_decided(
                    {
                        "state": "confirmed",
                        "confirmed_at": fields.Datetime.now(),
                        "confirmed_by_id": self.env.uid,
                    }
                )
        return told

    def action_feed_back(self):
        """Report to head office what was found and put right: with that the inspection is over."""
        self._check_officer()
        self._touch()
        self._check_state("confirmed")
        for inspection in self:
            if not (inspection.feedback or "").strip():
                raise UserError(
                    self.env._("%(number)s: write the report to head office.", number=inspection.name)
                )
            if inspection.rectification_ids.filtered("is_open"):
                raise UserError(
                    self.env._(
                        "%(number)s: not everything that was ordered is put right yet.",
                        number=inspection.name,
                    )
                )
            inspection._write_decided(
                {"state": "closed", "fed_back_at": fields.Datetime.now(), "fed_back_by_id": self.env.uid}
            )
        return True

    def action_cancel(self):
        """Call it off, before it was submitted."""
        self._check_officer()
        self._touch()
        self._check_state("planned", "running")
        self._write_decided({"state": "cancelled"})
        # sudo: whoever was reminded need not be any more
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        return True

    # Rights and states
    @api.depends("inspector_ids", "unit_manager_id")
    @api.depends_context("uid")
    def _compute_may(self):
        user = self.env.user
        is_officer = user.has_group("service_scoring.group_officer")
        for inspection in self:
            # sudo: only compares users
            one = inspection.sudo()
            inspection.may_inspect = is_officer or user in one.inspector_ids
            inspection.may_confirm = is_officer and user != one.unit_manager_id

    def _check_may_inspect(self):
        self.check_access("write")
        if self.env.user.has_group("service_scoring.group_officer"):
            return
        for inspection in self:
            if self.env.user not in inspection.inspector_ids:
                raise AccessError(
                    self.env._("%(number)s: only its inspectors do this.", number=inspection.name)
                )

    def _check_officer(self):
        self.check_access("write")
        if not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring decide on inspections."))

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for inspection in self:
            if inspection.state not in states:
                raise UserError(
                    self.env._(
                        "%(number)s is “%(state)s”; this step is possible from: %(states)s.",
                        number=inspection.name,
                        state=labels[inspection.state],
                        states=", ".join(labels[state] for state in states),
                    )
                )

    # Beginning
    def _get_inspection_day(self):
        """Return the day on which it takes place: today, or that of an inspection entered afterwards."""
        self.ensure_one()
        today = self.company_id._score_day()
        entered = self.company_id._score_day(self.create_date)
        return self.date if self.date < entered else today

    def _find_rulebook(self, day):
        """Return the version of the rule book whose clauses count on a day.

        :raise UserError: none is in force, or it scores what this inspection does not name
        """
        self.ensure_one()
        # sudo: rule books are read whoever inspects
        checklist = self.sudo().checklist_id
        if not checklist:
            raise UserError(self.env._("%(number)s: choose a checklist.", number=self.name))
        book = checklist._get_rulebook(day)
        if not book:
            raise UserError(
                self.env._(
                    "%(number)s: no rule book with the code “%(code)s” was in force on %(day)s.",
                    number=self.name,
                    code=checklist.rulebook_code,
                    day=format_date(self.env, day),
                )
            )
        if book.carrier == "department" and not self.department_id:
            raise UserError(
                self.env._("%(number)s: the rule book scores departments: choose the unit.", number=self.name)
            )
        if book.carrier == "site" and not self.site_id:
            raise UserError(
                self.env._("%(number)s: the rule book scores sites: choose the site.", number=self.name)
            )
        return book

    def _follow_rulebook(self, book):
        """Let what is looked at again fall under the clauses of the version that is in force now."""
        for line in self.line_ids.filtered(lambda one: one.rule_id and one.rule_id.rulebook_id != book):
            line.rule_id = book.rule_ids.filtered(
                lambda rule, line=line: rule.active and rule.code == line.rule_id.code
            )[:1]

    def _prepare_lines(self, book):
        """Return the values of the items of the checklist.

        :raise UserError: the version in force has no such clause, or the checklist nothing to look at
        """
        self.ensure_one()
        lang = self.company_id.partner_id.lang or self.env.lang
        # sudo: as above; what was looked at is kept in the language of the company
        items = self.sudo().with_context(lang=lang).checklist_id.item_ids.filtered("active")
        if not items:
            raise UserError(self.env._("The checklist “%(list)s” is empty.", list=self.checklist_id.name))
        rules = {rule.code: rule for rule in book.rule_ids if rule.active}
        missing = {item.rule_code for item in items if item.rule_code and item.rule_code not in rules}
        if missing:
            raise UserError(
                self.env._(
                    "The checklist “%(list)s” names clauses that “%(book)s” does not have: %(codes)s.",
                    list=self.checklist_id.name,
                    book=book.display_name,
                    codes=", ".join(sorted(missing)),
                )
            )
        return [
            {
                "inspection_id": self.id,
                "item_id": item.id,
                "sequence": item.sequence,
                "text": item.text,
                "rule_id": rules[item.rule_code].id if item.rule_code else False,
            }
            for item in items
        ]

    # Telling
