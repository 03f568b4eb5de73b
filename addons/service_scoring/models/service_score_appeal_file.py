from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..engine import appeal as engine
from .service_score_appeal import SUBJECTS

TEXT_LIMIT = 5_000  # characters
DAY = timedelta(days=1)


class ServiceScoreAppeal(models.Model):
    """Filing an appeal: by the employee, through the personal link, or by HR on their behalf."""

    # one concern a file
    _inherit = "service.score.appeal"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def action_file(self, text, sheet_id=None, late_reason=None, attachment_ids=None, **subjects):
        """File an appeal of the employee who is logged in, or as HR on somebody's behalf.

        :param text: why the employee does not agree
        :param sheet_id: the sheet; with ``entry_ids`` those of its entries that it is about
        :param late_reason: why HR admits it although it comes late, or was decided once before
        :param attachment_ids: files
        :param subjects: ``entry_ids``, ``award_id`` or ``consequence_id``
        :raise AccessError: it is about somebody else and the user is not HR
        :raise UserError: it comes late, nothing can be appealed, an appeal is open or was decided already
        :return: the appeal
        """
        about = self._get_about({"sheet_id": sheet_id, **subjects})
        for records in about.values():
            records.check_access("read")
        # sudo: only whose login it is
        employee = self._get_employee(about)
        is_own = employee.sudo().user_id == self.env.user
        if not is_own and not self.env.user.has_group("service_scoring.group_hr"):
            raise AccessError(self.env._("Only the employee appeals, or HR on their behalf."))
        if late_reason and is_own:
            raise AccessError(
                self.env._("HR decides whether an appeal that comes late, or once more, is admitted.")
            )
        files = self.env["ir.attachment"].browse(attachment_ids or ())
        files._check_score_uploads()
        how = "screen" if is_own else "behalf"
        return self._file(about, employee, text, how, files, late_reason).with_env(self.env)

    @api.model
    def _get_about(self, ids):
        """Return {name: records} of what an appeal is about.

        :param ids: {name of a field of ``SUBJECTS``: id or ids}
        """
        about = {}
        for name, value in ids.items():
            if name not in SUBJECTS:
                raise UserError(self.env._("An appeal cannot be about this."))
            records = self.env[self._fields[name].comodel_name].browse(value or ()).exists()
            if records:
                about[name] = records
        if not about:
            raise UserError(self.env._("Choose what the appeal is about."))
        return about

    @api.model
    def _get_employee(self, about):
        """Return whose case it is.

        :raise UserError: it is nobody's, or that of several people
        """
        # sudo: only ids are compared
        owners = {one.sudo().employee_id for records in about.values() for one in records}
        if len(owners) != 1 or not (employee := owners.pop()):
            raise UserError(self.env._("An appeal is about the score of one employee."))
        return employee.with_env(self.env)

    @api.model
    def _file(self, about, employee, text, how, files=None, late_reason=None):
        """File an appeal; who calls has checked who files it.

        :param about: see ``_get_about``
        """
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Please say what is wrong."))
        if len(text) > TEXT_LIMIT:
            raise UserError(self.env._("At most %(limit)s characters, please.", limit=TEXT_LIMIT))
        # sudo: nobody writes appeals by hand; who calls has checked the right
        case = {name: records.sudo() for name, records in about.items()}
        company = next(iter(case.values())).company_id[:1]
        # the row is written first: of two who file, decide or send at once the second starts anew
        company._count_payroll_on()
        self._check_subjects(case)
        now = fields.Datetime.now()
        term = self._prepare_term(case, company, now)
        late_reason = (late_reason or "").strip()
        if term["is_late"] and not late_reason:
            raise UserError(self._say_late(company, term["file_until"]))
        decided = self._find_decided(case)
        if decided and not late_reason:
            raise UserError(self._say_decided(decided))
        vals = {
            **{name: records.ids if name == "entry_ids" else records.id for name, records in case.items()},
            **term,
            "company_id": company.id,
            "employee_id": employee.id,
            "text": text,
            "how": how,
            "filed_at": now,
            "filed_by_id": False if how == "link" else self.env.uid,
            "is_repeated": bool(decided),
            "late_reason": late_reason if term["is_late"] or decided else False,
            "attachment_ids": files.ids if files else False,
        }
        self.env["ir.sequence"]._service_number(self._name, [vals])
        # sudo: as above
        appeal = self.sudo().with_context(mail_create_nosubscribe=True).create(vals)
        if files:
            files._give_to(appeal)
        appeal._tell_filed()
        return appeal

    @api.model
    def _check_subjects(self, case):
        """:raise UserError: something cannot be appealed, or an appeal about it is open already"""
        for name, records in case.items():
            for record in records:
                if not record._get_told_at():
                    raise UserError(
                        self.env._(
                            "%(what)s cannot be appealed: it does not hold yet, or does not hold any more.",
                            what=record.display_name,
                        )
                    )
            # sudo: whether there is one, also of somebody whom the user may not see
            other = self.sudo().search([(name, "in", records.ids), ("state", "=", "filed")], limit=1)
            if other:
                raise UserError(
                    self.env._("%(appeal)s about it is open already: it is decided first.", appeal=other.name)
                )
        outside = (
            case.get("entry_ids", ())
            and case.get("sheet_id")
            and (case["entry_ids"] - case["sheet_id"].line_ids.entry_id)
        )
        if outside:
            raise UserError(self.env._("%(entry)s is not on this sheet.", entry=outside[0].display_name))

    @api.model
    def _find_decided(self, case):
        """Return the appeal that has decided about the same already, if there is one; in superuser mode.

        What a decision entered is a part of it. About a sheet in general nothing is appealed that an appeal
        about it has decided, and about some of its entries what was not decided yet.

        :param case: {name: records in superuser mode}, see ``_get_about``
        """
        entries = case.get("entry_ids") or self.env["service.score.entry"].sudo()  # sudo: none
        awards = case.get("award_id") or self.env["service.score.award"].sudo()  # sudo: none
        same = Domain.FALSE
        if "sheet_id" in case and not entries:
            same |= Domain("sheet_id", "=", case["sheet_id"].id)
        if "consequence_id" in case:
            same |= Domain("consequence_id", "=", case["consequence_id"].id)
        if about := entries | awards.entry_id:
            same |= Domain("entry_ids", "in", about.ids) | Domain("counter_ids", "in", about.ids)
            same |= Domain("award_id.entry_id", "in", about.ids)
        if awards:
            same |= Domain("award_id", "in", awards.ids)
        for entry in entries:  # those that were on a sheet when all of it was decided
            same |= (
                Domain("sheet_id.line_ids.entry_id", "=", entry.id)
                & Domain("entry_ids", "=", False)
                & Domain("filed_at", ">=", entry.confirmed_at)
            )
        # sudo: whether there is one, also of somebody whom the user may not see
        return self.sudo().search(
            same & Domain("state", "in", ("accepted", "partly", "rejected")), order="id desc", limit=1
        )

    @api.model
    def _say_decided(self, appeal):
        return self.env._(
            "%(appeal)s has decided about it, once and for all. HR can admit another appeal, with a reason.",
            appeal=appeal.name,
        )

    @api.model
    def _prepare_term(self, case, company, now):
        """Return the values of when it was told, until when it is in time, and until when to decide."""
        books = self._get_rulebooks(case)
        file_days = max(books.mapped("appeal_days"), default=engine.FILE_DAYS)
        days = max(books.mapped("appeal_decision_days"), default=engine.DECISION_DAYS)
        told = engine.last_told(one._get_told_at() for records in case.values() for one in records)
        until = self._add_days(company, told, file_days)
        return {
            "told_at": told,
            "file_until": until,
            "is_late": engine.is_late(now, until),
            "deadline": self._add_days(company, now, days),
            "warn_at": self._add_days(company, now, engine.warning_days(days)),
        }

    @api.model
    def _get_rulebooks(self, case):
        """Return the versions of rule books by which the terms are counted."""
        books = self.env["service.score.rulebook"].sudo()  # sudo: their days only
        for records in case.values():
            for record in records:
                of_rule = record.rule_id.rulebook_id if "rule_id" in record._fields else books.browse()
                books |= of_rule or (record.rulebook_id if "rulebook_id" in record._fields else of_rule)
        return books

    @api.model
    def _add_days(self, company, start, days):
        """Return the closing of the last of so many working days; calendar days where nobody has hours."""
        # sudo: when the company works, for whoever has a deadline
        calendar = company.sudo().resource_calendar_id
        try:
            return (
                calendar._service_due(start, days, "working_days", company)
                if calendar
                else start + days * DAY
            )
        except UserError:
            return start + days * DAY

    def _say_late(self, company, until):
        return self.env._(
            "It was possible to appeal until %(day)s. HR can admit an appeal that comes late, with a reason.",
            day=format_datetime(self.env, until, tz=company._service_tz(), dt_format="short"),
        )

    # Messages
    def _get_hr_users(self):
        """Return who assigns appeals of the company: HR, but not the employee.

        Where the company has no other HR, managers are told, and officers where there are none either:
        somebody has to know that the money waits.
        """
        self.ensure_one()
        for group in ("group_hr", "group_manager", "group_officer"):
            # sudo: reading groups is the administrator's; only who is told comes back
            users = self.env.ref(f"service_scoring.{group}").sudo().all_user_ids
            found = users.filtered(
                lambda user: (
                    user.active
                    and not user.share
                    and self.company_id in user.company_ids
                    and user != self.employee_id.user_id
                )
            )
            if found:
                return found
        return users.browse()

    def _tell_filed(self):
        if self._get_candidates():
            self._tell(
                self._get_hr_users(),
                "filed",
                lambda env, name=self.name: env._("Appeal %(name)s: who decides?", name=name),
                lambda env: env._(
                    "An employee has appealed. What it is about does not go to payroll until it is decided. "
                    "Please assign somebody outside the case."
                ),
            )
            return
        self._tell(
            self._get_hr_users(),
            "nobody",
            lambda env, name=self.name: env._("Appeal %(name)s: nobody can decide", name=name),
            lambda env: env._(
                "An employee has appealed, and no officer and nobody of HR is outside this case. Its "
                "money waits until somebody decides. Please give the role of HR to somebody outside, for "
                "example of the head office, and assign them."
            ),
        )

    def _tell(self, users, what, subject, body):
        """Queue a message about this appeal, once for ``what`` and recipient."""
        self.ensure_one()
        if users:
            self.env["service.message"]._queue(
                self,
                f"score_appeal/{self.id}/{what}",
                subject,
                body,
                users=users,
                template=f"score_appeal_{what.split('/')[0]}",
            )
