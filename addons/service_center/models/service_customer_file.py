from odoo import api, fields, models

WILLINGNESS = [("high", "High"), ("medium", "Medium"), ("low", "Low")]


#: what people write into a file
CONTENT = (
    *("features", "influence", "capacity", "visits", "funds", "reputation", "willingness", "payment_terms"),
    *("transactions", "compensations"),
)


class ServiceCustomerFile(models.Model):
    """The file of a customer in a company (EQM-FILE-*, CSD-FILE-02, CSD-FILE-03).

    Where the company wants it, only those who keep the files, and those with a granted request, read it;
    the record rules say so. Each reading is logged.
    """

    _name = "service.customer.file"
    _description = "Customer File"
    _inherit = ["service.text.mixin", "mail.thread"]
    _rec_name = "partner_id"
    _rec_names_search = ["number", "partner_id.name"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    number = fields.Char("File Number", index="btree_not_null")
    kind = fields.Selection(related="partner_id.service_customer_kind", string="Kind", store=True)

    # Basic data
    features = fields.Text("Features of the Business")
    influence = fields.Text("Position and Influence in the Trade")
    capacity = fields.Text("Distribution Capacity")
    visits = fields.Html("Visit Reports", help="Handed in after each trip, the latest first.")
    # Credit
    funds = fields.Text()
    reputation = fields.Text()
    willingness = fields.Selection(WILLINGNESS, "Willingness to Cooperate")
    payment_terms = fields.Text("Credit and Payment Terms")
    # Transactions, and what went wrong
    sale_count = fields.Integer("Sales", compute="_compute_counts")
    order_count = fields.Integer("Service Orders", compute="_compute_counts")
    complaint_count = fields.Integer("Complaints", compute="_compute_counts")
    compensation_count = fields.Integer("Compensations", compute="_compute_counts")
    transactions = fields.Text("Remarks on Transactions", help="Models, colours, styles, in and out.")
    compensations = fields.Text(
        "Remarks on Returns and Discounts", help="Reasons and who was responsible, beyond the complaints."
    )

    request_ids = fields.One2many("service.file.request", "file_id", "Requests", readonly=True)
    access_ids = fields.One2many("service.file.access", "file_id", "Read By", readonly=True)

    _partner_uniq = models.UniqueIndex("(partner_id, company_id)", "This customer has a file already.")

    @api.depends("partner_id")
    def _compute_counts(self):
        """Count the documents of each customer that the user may see."""
        counted = {
            "sale_count": ("sale.order", "partner_id.commercial_partner_id", [("state", "=", "sale")]),
            "order_count": ("service.order", "partner_id.commercial_partner_id", []),
            "complaint_count": ("service.complaint", "partner_id.commercial_partner_id", []),
            "compensation_count": (
                "service.compensation",
                "complaint_id.partner_id.commercial_partner_id",
                [],
            ),
        }
        customers = self.partner_id.commercial_partner_id
        for name, (model, path, domain) in counted.items():
            counts = {}
            if self.env[model].has_access("read"):
                own = [(path, "in", customers.ids), ("company_id", "in", self.company_id.ids)]
                for company, customer, count in self.env[model]._read_group(
                    own + domain, ["company_id", path], ["__count"]
                ):
                    counts[company.id, customer.id] = count
            for one in self:
                one[name] = counts.get((one.company_id.id, one.partner_id.commercial_partner_id.id), 0)

    # Each reading of the content is logged where the company wants it (EQM-FILE-05)
    def _read_format(self, fnames, load="_classic_read"):
        if not set(CONTENT).isdisjoint(fnames):
            self._log_access()
        return super()._read_format(fnames, load)

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        self._log_access(exported=True)
        return result

    def _log_access(self, exported=False):
        """Log that the user read these files; each person once in ten minutes, for screens read often."""
        if self.env.su:
            return
        # sudo: only whether their companies log it
        gated = self.browse(one.id for one in self.sudo() if one.id and one.company_id.service_file_gate)
        if gated:
            gated.check_access("read")
            self.env["service.file.access"]._log(gated, exported)
