from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .service_score_sheet import CLOSED


class ServiceScoreSheet(models.Model):
    """Publishing and confirming: people decide, and what is confirmed is never opened again."""

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    def _check_may_decide(self):
        if not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring publish and confirm sheets."))
        self.check_access("read")

    def _seal_ledger(self, companies):
        """Seal the ledger before what is made from it leaves it (decisions 14)."""
        # sudo: seals are no user's doing
        self.env["service.score.entry"].sudo()._seal(companies)

    # Publishing
    def action_publish(self):
        """Show these sheets to those whom they are about, and tell them.

        :raise UserError: none of them is a draft
        """
        self._check_may_decide()
        drafts = self.filtered(lambda sheet: sheet.state == "draft")
        if not drafts:
            raise UserError(self.env._("Only drafts are published; these sheets are published already."))
        # sudo: nobody writes sheets by hand; the right to publish was checked
        drafts.sudo().write({"state": "published", "published_at": fields.Datetime.now()})
        drafts._tell_published()
        return True

    def _tell_published(self):
        """Tell the employees, in their inbox, that a sheet waits for their answer."""
        requests = []
        for sheet in self.sudo():  # sudo: whom a sheet is about; only they are told
            if sheet.employee_id.user_id:
                requests.append(
                    {
                        "document": sheet,
                        "key": f"score_sheet/{sheet.id}/{sheet.inputs_hash}",
                        "subject": lambda env, name=sheet.name: env._("Your score %(name)s", name=name),
                        "body": lambda env: env._(
                            "Your score sheet is published. Please look at it under My Score, and say "
                            "whether you accept it."
                        ),
                        "users": sheet.employee_id.user_id,
                        "template": "score_sheet_published",
                    }
                )
        if requests:
            self.env["service.message"]._queue_all(requests)

    def action_reset(self):
        """Take published sheets back to drafts.

        :raise UserError: one of them is confirmed
        """
        self._check_may_decide()
        self._check_open()
        # sudo: as above
        self.sudo().write({"state": "draft", "published_at": False})
        return True

    def _check_open(self):
        closed = self.filtered(lambda sheet: sheet.state in CLOSED)
        if closed:
            raise UserError(
                self.env._(
                    "%(sheet)s is confirmed and stays as it is: what comes later is an adjustment in the "
                    "next period.",
                    sheet=closed[0].display_name,
                )
            )

    # Confirming
    def _check_over(self):
        """Refuse periods that are not over: what still happens in them would count in the next one."""
        for company, sheets in self.grouped("company_id").items():
            today = company._score_day()
            early = sheets.filtered(lambda sheet, today=today: sheet.date_to >= today)[:1]
            if early:
                raise UserError(
                    self.env._(
                        "The period of %(sheet)s ends on %(day)s: it can be confirmed from the day after on.",
                        sheet=early.display_name,
                        day=format_date(self.env, early.date_to),
                    )
                )

    def action_confirm(self):
        """Confirm these drafts and published sheets: they stay as they are from now on.

        They are recomputed first. A published sheet whose points are others since then is not confirmed: the
        employee has seen other numbers, and is told again.

        :raise UserError: a sheet is confirmed already, or about the user, or its period is not over
        """
        self._check_may_decide()
        self._count_accounts_on()
        self._check_open()
        self._check_over()
        own = self.filtered(lambda sheet: sheet._is_own())
        if own:
            raise UserError(
                self.env._("%(sheet)s is your own: somebody else confirms it.", sheet=own[0].display_name)
            )
        self._seal_ledger(self.company_id)
        changed = self.browse()
        # sudo: nobody writes sheets by hand; the right to confirm was checked
        for (book, first, last), sheets in self.sudo().grouped(_period).items():
            before = {sheet.id: sheet.inputs_hash for sheet in sheets if sheet.state == "published"}
            sheets._generate(book, first, last, [sheet._get_carrier()[1] for sheet in sheets])
            others = sheets.filtered(
                lambda sheet, before=before: before.get(sheet.id, sheet.inputs_hash) != sheet.inputs_hash
            )
            (sheets - others)._close()
            changed |= others
        changed.with_env(self.env)._tell_published()
        return changed._notify_changed(len(self) - len(changed)) if changed else True

    def _count_accounts_on(self):
        """Write the fixed rows of points and pay before anything is read (invariants)."""
        Account = self.env["service.score.account"]
        accounts = Account._get_accounts(self._get_pay_keys(self.sudo()))  # sudo: codes and ids only
        Account.sudo().concat(*accounts.values())._count_on()  # sudo: nobody writes accounts by hand
        self.invalidate_recordset(["state", "inputs_hash"])

    def _is_own(self):
        """Whether this sheet is about the user."""
        self.ensure_one()
        # sudo: only whose login it is
        return self.employee_id.sudo().user_id == self.env.user and bool(self.employee_id)

    def _close(self):
        """Confirm these sheets, which were recomputed just now, and carry on what was cut."""
        self.write(
            {
                "state": "confirmed",
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
            }
        )
        self.env["service.score.sheet.line"]._close(self)
        self._close_pay()

    def _close_pay(self):
        """Make the money final where the wage is known, and keep what is carried over on the account."""
        pays = self.env["service.score.sheet.pay"].search(
            [("sheet_id", "in", self.ids), ("has_wage", "=", True)]
        )
        accounts = self.env["service.score.account"]._get_accounts(self._get_pay_keys(pays.sheet_id))
        by_employee = {(key.code, key.carrier_id): account for key, account in accounts.items()}
        for pay in pays:
            account = by_employee[pay.sheet_id.rulebook_code, pay.employee_id.id]
            if account.carried_amount != pay.carried_out:
                account.carried_amount = pay.carried_out
        pays.write({"is_final": True})

    def _notify_changed(self, done):
        """Return the message about sheets that were not confirmed, as their points changed."""
        names = "\n".join(self[:5].mapped("display_name"))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._(
                    "%(done)s confirmed, %(left)s changed since they were published",
                    done=done,
                    left=len(self),
                ),
                "message": self.env._(
                    "The employees are told again. Confirm these once more:\n%(names)s", names=names
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_compute_pay(self):
        """Compute the money of confirmed sheets anew whose wage was not known then.

        :raise UserError: the money is final already
        """
        self.check_access("read")
        if not self.env.user.has_group("service_scoring.group_hr"):
            raise AccessError(self.env._("Only HR computes pay."))
        self._count_accounts_on()
        # sudo: nobody writes sheets by hand; the right was checked
        waiting = self.sudo().filtered(
            lambda sheet: sheet.state == "confirmed" and sheet.employee_id and not sheet.has_wage
        )
        if not waiting:
            raise UserError(self.env._("The money of these sheets is final, or they are not confirmed yet."))
        for (book, first, last), sheets in waiting.grouped(_period).items():
            points = self.sudo()._compute_points(book, first, last, sheets.employee_id.ids)
            money = self.sudo()._compute_pay(book, first, last, points)  # sudo: as above
            self.sudo()._store_pay(  # sudo: as above
                book, last, {sheet.id: money[sheet.employee_id.id] for sheet in sheets}
            )
            sheets._close_pay()
        return True


def _period(sheet):
    return sheet.rulebook_id, sheet.date_from, sheet.date_to
