import logging
from datetime import timedelta
from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
KEPT = 500  # differences kept of a run; who has more has one cause to find, not more rows to read
DAILY = timedelta(hours=12)  # what ran since needs no second run in the daily job


class ServiceCheck(models.Model):
    """A named check: recomputes a ledger or a derived value from its source, and keeps what differs.

    An addon adds one by extending ``_get_checks``. The check itself is a method ``_check_…`` of a model; it
    is called in superuser mode on an empty recordset, looks at all companies, changes nothing, and yields a
    dict per difference: ``res_model`` and ``res_id`` (or neither), ``place`` (what people call the record),
    ``expected``, ``found``, ``company_id`` (or False), ``remedy`` (code) and ``params`` (plain values for
    the remedy's sentence, see ``_get_remedies``). It works in batches, for it sees everything there is.
    """

    _name = "service.check"
    _description = "Check"
    _order = "speed, code"
    _rec_name = "code"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(compute="_compute_name")
    speed = fields.Selection(
        [("fast", "Fast, Every Day"), ("slow", "Slow, on Demand")], required=True, readonly=True
    )
    last_run_at = fields.Datetime("Last Run", readonly=True)
    state = fields.Selection(
        string="Status",
        selection=[
            ("never", "Never Run"),
            ("ok", "All Holds"),
            ("differences", "Differences"),
            ("failed", "Could Not Run"),
        ],
        required=True,
        default="never",
        readonly=True,
    )
    difference_ids = fields.One2many("service.check.difference", "check_id", readonly=True)
    difference_count = fields.Integer("Differences", compute="_compute_difference_count")
    error = fields.Char(readonly=True, help="Why the check could not run; the log of the system says more.")

    _code_uniq = models.UniqueIndex("(code)", "There is a check with this code already.")

    @api.model
    def _get_checks(self):
        """Return [(code, title in the reader's language, model, method, ``fast`` or ``slow``)]; extend it."""
        return []

    @api.model
    def _get_remedies(self, params):
        """Return {code of a remedy: sentence in the reader's language}; extend it."""
        return {"look": self.env._("Look at the record and its history to find out who changed it, and how.")}

    @api.depends_context("lang")
    @api.depends("code")
    def _compute_name(self):
        titles = {code: title for code, title, _model, _method, _speed in self._get_checks()}
        for check in self:
            check.name = titles.get(check.code, check.code)

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for check in self:
            check.display_name = check.name

    @api.depends("difference_ids")
    def _compute_difference_count(self):
        groups = self.env["service.check.difference"]._read_group(
            [("check_id", "in", self.ids)], ["check_id"], ["__count"]
        )
        counts = {check.id: count for check, count in groups}
        for check in self:
            check.difference_count = counts.get(check.id, 0)

    @api.model
    def _sync_checks(self, remove=False):
        """Have one row per check of the installed addons; called when they are installed or updated.

        :param remove: delete the rows of checks that are gone; only when all addons are loaded
        """
        # sudo: the rows mirror code, nobody maintains them
        rows = self.sudo().search([("code", "!=", False)])
        speeds = {code: speed for code, _title, _model, _method, speed in self._get_checks()}
        gone = rows.filtered(lambda row: row.code not in speeds)
        for row in rows - gone:
            if row.speed != speeds[row.code]:
                row.speed = speeds[row.code]
        known = set(rows.mapped("code"))
        rows.create([{"code": code, "speed": speeds[code]} for code in speeds if code not in known])
        if remove:
            gone.unlink()

    @api.model
    def _get_all_differences(self, limit=KEPT):
        """Return what all checks find now, as dicts with the check's code; ``[]``: all hold. For tests."""
        return [
            {"check": code, **difference}
            for code, _title, model, method, _speed in self._get_checks()
            for difference in islice(self._find_differences(model, method), limit)
        ]

    @api.model
    def _find_differences(self, model, method):
        # sudo: a check has to see everything; only policy managers see what it finds, of their companies
        return getattr(self.env[model].sudo(), method)()

    def action_run(self):
        """Run these checks now.

        :raise AccessError: the user does not maintain policies
        """
        if not self.env.user.has_group("service_kernel.group_policy_manager"):
            raise AccessError(self.env._("Only those who maintain policies run checks."))
        self.check_access("read")
        for check in self:
            check._run()

    def _run(self):
        """Run this check; what it finds replaces what it found before."""
        self.ensure_one()
        row = self.sudo()  # sudo: nobody writes results by hand
        # the row is written first, so that of two runs at once the second starts anew
        row.write({"last_run_at": fields.Datetime.now(), "error": False})
        row.flush_recordset()
        methods = {code: (model, method) for code, _title, model, method, _speed in self._get_checks()}
        try:
            with self.env.cr.savepoint():
                found = list(islice(self._find_differences(*methods[self.code]), KEPT))
                row.difference_ids.unlink()
                row.env["service.check.difference"].create(
                    [row._prepare_difference_vals(difference) for difference in found]
                )
                row.state = "differences" if found else "ok"
        except Exception as error:
            _logger.exception("Check %s could not run", self.code)
            row.write({"state": "failed", "error": f"{type(error).__name__}: {error}"[:500]})

    def _prepare_difference_vals(self, difference):
        """Return the values of the row that keeps one difference."""
        return {
            "check_id": self.id,
            "res_model": difference.get("res_model", False),
            "res_id": difference.get("res_id", False),
            "company_id": difference.get("company_id", False),
            "place": difference["place"],
            "expected": _plain(difference["expected"]),
            "found": _plain(difference["found"]),
            "remedy_code": difference.get("remedy") or "look",
            "params": difference.get("params") or {},
        }

    @api.model
    def _cron_run_fast(self):
        """Run the fast checks that did not run lately; each for itself, so that none stops the others."""
        self._sync_checks(remove=True)
        due = self.search(
            Domain("speed", "=", "fast")
            & (Domain("last_run_at", "=", False) | Domain("last_run_at", "<", fields.Datetime.now() - DAILY))
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(due))
        for check in due:
            check._run()
            if not Cron._commit_progress(1):
                break


def _plain(value):
    """Return a value of a difference as text; nothing is the empty text."""
    return "" if value is None or value is False else str(value)
