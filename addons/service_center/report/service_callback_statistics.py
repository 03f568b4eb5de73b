from odoo import api, models
from odoo.fields import Domain

from ..engine import callback_figures as engine
from .callback_tables import Table

SUMS = {
    "required": "required",
    "done": "done",
    "on_time": "on_time",
    "unreached": "unreached",
    "asked": "asked",
    "problems": "problem",
    "recovered": "recovered",
    "praise": "praise",
}
SHOWN = 20  # groups in a table; the pivot has them all


class ServiceCallbackStatistics(models.AbstractModel):
    """Counts callbacks for reports, in as many queries for a million as for one.

    All queries run as the user. A period has the callbacks that were due in it, whenever they were made;
    imported history and archived ones do not count.
    """

    _name = "service.callback.statistics"
    _description = "Callback Statistics"

    @api.model
    def _get_domain(self, company, first, last, plans=None, teams=None, callers=None):
        """Return the domain of the rows of ``service.callback.analysis`` of the local days first to last."""
        domain = Domain("company_id", "=", company.id) & Domain("is_history", "=", False)
        domain &= Domain("due_on", ">=", first) & Domain("due_on", "<=", last)
        for name, records in (("plan_id", plans), ("team_id", teams), ("user_id", callers)):
            if records:
                domain &= Domain(name, "in", records.ids)
        return domain

    @api.model
    def _get_figures(self, company, domain):
        """Return the ``Figures`` of the rows of a domain, in two queries."""
        groups = self._read_figures(company, domain, [])
        return groups[0][1] if groups else engine.Figures(minimum=company.service_callback_minimum)

    @api.model
    def _get_groups(self, company, domain, by):
        """Return [(label, ``Figures``)] by a field, those with most that is missing first, in two queries."""
        groups = self._read_figures(company, domain, [by])
        groups = [(key, figures) for key, figures in groups if figures.required or figures.asked]
        field = self.env["service.callback.analysis"]._fields[by]
        labels = dict(field._description_selection(self.env)) if field.type == "selection" else {}
        named = [
            (labels.get(key) or (key and key.display_name) or self.env._("(not given)"), figures)
            for key, figures in groups
        ]
        return sorted(named, key=lambda group: (-group[1].missing, -group[1].required, group[0]))

    @api.model
    def _read_figures(self, company, domain, by):
        Analysis = self.env["service.callback.analysis"]
        scores = {}
        for *key, score, count in Analysis._read_group(
            domain & Domain("answered", "=", 1), [*by, "satisfaction"], ["answered:sum"]
        ):
            scores.setdefault(tuple(key), {})[int(score or 0)] = count
        return [
            (
                key[0] if key else None,
                engine.Figures(
                    **dict(zip(SUMS, (value or 0 for value in sums), strict=True)),
                    scores=scores.get(tuple(key), {}),
                    minimum=company.service_callback_minimum,
                ),
            )
            for key, sums in (
                (row[: len(by)], row[len(by) :])
                for row in Analysis._read_group(domain, by, [f"{name}:sum" for name in SUMS.values()])
            )
        ]

    @api.model
    def _get_reasons(self, domain):
        """Return [(why callbacks are missing, how many)], the most frequent first, in one query."""
        Analysis = self.env["service.callback.analysis"]
        labels = dict(Analysis._fields["missing_reason"]._description_selection(self.env))
        rows = Analysis._read_group(domain & Domain("missing", "=", 1), ["missing_reason"], ["__count"])
        return sorted(((labels[reason], count) for reason, count in rows), key=lambda row: (-row[1], row[0]))

    # Tables
    @api.model
    def _get_tables(self, company, domain, before, uncovered, target=None):
        """Return the ``Table``s of a period.

        :param before: domain of the period just before
        :param uncovered: number of documents that should have a callback and have none
        :param target: coverage asked for, in percent; None: the plans' own
        """
        tables = [
            self._get_total_table(
                self._get_figures(company, domain), self._get_figures(company, before), uncovered, target
            )
        ]
        for by, title in (("plan_id", self.env._("By plan")), ("user_id", self.env._("By caller"))):
            groups = self._get_groups(company, domain, by)
            if groups:
                tables.append(self._get_group_table(title, groups))
        reasons = self._get_reasons(domain)
        if reasons:
            tables.append(
                Table(
                    self.env._("Why callbacks are missing"),
                    ["", self.env._("Number")],
                    [((label, "text"), (count, "count")) for label, count in reasons],
                )
            )
        return tables

    @api.model
    def _get_total_table(self, now, then, uncovered, target):
        few = self._say_few(now)
        rows = [
            (self.env._("Had to be made"), "required", "count", ""),
            (self.env._("Made"), "done", "count", ""),
            (self.env._("Missing"), "missing", "count", ""),
            (self.env._("Coverage"), "coverage", "share", self._say_range(now.coverage_interval, "share")),
            (self.env._("Made late"), "late", "count", ""),
            (self.env._("In time, of those made"), "timeliness", "share", ""),
            (self.env._("Not reached"), "unreached", "count", ""),
            (self.env._("Answered"), "answered", "count", ""),
            (self.env._("Answered, of those asked"), "response_rate", "share", ""),
            (
                self.env._("Satisfied, of the answers"),
                "satisfied_share",
                "share",
                few or self._say_range(now.satisfied_interval, "share"),
            ),
            (
                self.env._("Satisfaction (1 to 5)"),
                "mean",
                "score",
                few or self._say_range(now.mean_interval, "score"),
            ),
            (self.env._("Problems"), "problems", "count", ""),
            (self.env._("Customers won back, of the problems"), "recovered_rate", "share", ""),
            (self.env._("Praise"), "praise", "count", ""),
        ]
        lines = [
            (
                (label, "text"),
                (self._get_told(now, name), kind),
                (between, "text"),
                (self._get_told(then, name), kind),
            )
            for label, name, kind, between in rows
        ]
        if target is not None:
            reached = now.reaches(target)
            verdict = {True: self.env._("Target met"), False: self.env._("Target missed"), None: ""}[reached]
            lines.insert(
                4, ((self.env._("Target"), "text"), (target / 100, "share"), (verdict, "text"), ("", "text"))
            )
        lines.append(
            (
                (self.env._("Closed without any callback, though a plan asks for one"), "text"),
                (uncovered, "count"),
                ("", "text"),
                ("", "text"),
            )
        )
        headings = [
            self.env._("Figure"),
            self.env._("This period"),
            self.env._("Most likely between"),
            self.env._("Period before"),
        ]
        return Table(self.env._("Figures"), headings, lines)

    @api.model
    def _get_told(self, figures, name):
        """Return a figure; that of too few answers is none."""
        if name in ("satisfied_share", "mean") and figures.is_too_few:
            return None
        return getattr(figures, name)

    @api.model
    def _say_few(self, figures):
        if not figures.answered or not figures.is_too_few:
            return ""
        return self.env._("Too few answers (%(count)s)", count=figures.answered)

    @api.model
    def _say_range(self, interval, kind):
        if not interval:
            return ""
        if kind == "share":
            return f"{interval.low:.1%} – {interval.high:.1%}"
        return f"{interval.low:.2f} – {interval.high:.2f}"

    @api.model
    def _get_group_table(self, title, groups):
        rows = [
            (
                (label, "text"),
                (figures.required, "count"),
                (figures.done, "count"),
                (figures.coverage, "share"),
                (figures.timeliness, "share"),
                (figures.answered, "count"),
                (self._get_told(figures, "satisfied_share"), "share"),
                (figures.problems, "count"),
            )
            for label, figures in groups[:SHOWN]
        ]
        headings = [
            title,
            self.env._("Had to be made"),
            self.env._("Made"),
            self.env._("Coverage"),
            self.env._("In time"),
            self.env._("Answered"),
            self.env._("Satisfied"),
            self.env._("Problems"),
        ]
        more = len(groups) - SHOWN
        note = self.env._("%(count)s more in the callback analysis.", count=more) if more > 0 else ""
        return Table(title, headings, rows, note)
