from odoo import api, fields, models
from odoo.tools import ormcache

#: what any case reaches by its own transitions: {code: sequence}
BASE_METRICS = {"acknowledge": 10, "respond": 20, "resolve": 30, "close": 40}


class ServiceSlaMetric(models.Model):
    """What a case reaches and a clock measures: acknowledged, answered, resolved, closed, or a milestone."""

    _name = "service.sla.metric"
    _description = "Milestone"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=50)
    is_base = fields.Boolean(
        "By Itself",
        compute="_compute_is_base",
        help="Reached by the document's own transitions, not by hand.",
    )

    @api.depends("code")
    def _compute_is_base(self):
        for metric in self:
            metric.is_base = metric.code in self._get_base_codes()

    @api.model
    def _get_base_codes(self):
        """Return {code: sequence} of the milestones that documents reach by their own steps."""
        return dict(BASE_METRICS)

    @api.model
    def _create_base_metrics(self, companies):
        """Give these companies the milestones of any case, where they are missing; named in all languages."""
        # sudo: who creates a company need not maintain policies
        Metric = self.sudo().with_context(active_test=False, lang="en_US")
        known = {
            (metric.company_id.id, metric.code)
            for metric in Metric.search([("company_id", "in", companies.ids), ("pack_code", "=", False)])
        }
        created = Metric.create(
            [
                {"code": code, "sequence": sequence, "name": code, "company_id": company.id}
                for company in companies
                for code, sequence in self._get_base_codes().items()
                if (company.id, code) not in known
            ]
        )
        created._name_base_metrics([code for code, _name in self.env["res.lang"].get_installed()])

    def _name_base_metrics(self, langs):
        """Name milestones of any case in languages, where nobody has named them otherwise."""
        english = self.with_context(lang="en_US")._get_base_names()
        for lang in langs:
            names = self.with_context(lang=lang)._get_base_names()
            for metric in self.with_context(lang=lang):
                if metric.name in (metric.code, english.get(metric.code)) and metric.code in names:
                    metric.name = names[metric.code]

    @api.model
    def _get_base_names(self):
        """Return {code: name} of the base milestones in the reader's language."""
        return {
            "acknowledge": self.env._("Acknowledge"),
            "respond": self.env._("Respond"),
            "resolve": self.env._("Resolve"),
            "close": self.env._("Close"),
        }

    @api.model
    def _create_base_metrics_everywhere(self):
        """For the installation and each update: every company has them."""
        # sudo: all companies, whoever installs
        self._create_base_metrics(self.env["res.company"].sudo().search([("id", ">", 0)]))

    @api.model
    def _find(self, company, code, pack_code=False):
        """Return the milestone that a code means in a company: the pack's own, else the company's."""
        metrics = self.with_context(active_test=False).search(
            [("company_id", "=", company.id), ("code", "=", code)], order="pack_code NULLS FIRST, id"
        )
        return metrics.filtered(lambda one: one.pack_code == pack_code)[:1] or metrics[:1]

    @api.model
    @ormcache("company_id", "code", "pack_code")
    def _find_id(self, company_id, code, pack_code=False):
        """As ``_find``, by ids and kept in memory; False: none."""
        # sudo: ids of a company's milestones, the same for every reader
        return self.sudo()._find(self.env["res.company"].browse(company_id), code, pack_code).id
