from odoo import api, fields, models

from .res_partner_grade import USERS
from .service_customer_file import CONTENT

CUSTOMER_KINDS = [
    ("old", "Regular Customer"),
    ("new", "New Customer"),
    ("potential", "Potential Customer"),
    ("competitor", "Competitor"),
    ("partner", "Partner"),
    ("institute", "Cooperating Institute"),
    ("market", "Market Information"),
]
SOURCES = [
    ("call_in", "Called In"),
    ("developed", "Own Development"),
    ("advertising", "Advertising"),
    ("referral", "Referral"),
]


class ResPartner(models.Model):
    """The file of a customer: its kind (EQM-FILE-01), what is missing in it, and the way to it."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_customer_kind = fields.Selection(CUSTOMER_KINDS, "Kind of Customer", copy=False, groups=USERS)
    service_customer_source = fields.Selection(
        SOURCES, "Source of the Customer", groups=USERS, help="How the customer came to us."
    )
    service_file_percent = fields.Integer(
        "File Complete (%)", compute="_compute_service_file_percent", groups=USERS
    )
    service_file_missing = fields.Char(
        "Missing in the File", compute="_compute_service_file_percent", groups=USERS
    )

    @api.depends_context("company", "lang")
    def _compute_service_file_percent(self):
        for partner, (percent, missing) in self._judge_service_files(self.env.company).items():
            partner.service_file_percent = percent
            partner.service_file_missing = ", ".join(missing)

    def _judge_service_files(self, company):
        """Return {customer: (percent of what the company requires, names of what is missing)}."""
        Item = self.env["service.customer.file.item"]
        required = Item._get_required(company.id)
        # sudo: only whether something is there, also in files that the user may not read
        files = self.env["service.customer.file"].sudo()
        own = [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", company.id)]
        by_partner = {one.partner_id.id: one for one in files.search(own)} if required else {}
        # sudo: what is missing is told to whoever reads the customer
        names = {one.id: one.name for one in Item.sudo().browse(item_id for item_id, _name in required)}
        judged = {}
        for partner in self:
            customer = partner.sudo().commercial_partner_id  # sudo: as above
            customer_file = by_partner.get(customer.id, files)
            missing = [
                names[item_id]
                for item_id, name in required
                if not (customer[name] if name in customer._fields else customer_file[name])
            ]
            percent = round(100 * (len(required) - len(missing)) / len(required)) if required else 100
            judged[partner] = percent, missing
        return judged

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "service_customer_kind", "service_customer_source"]

    def _take_service_file(self, company):
        """Return the file of this customer in a company; an empty one is made."""
        self.ensure_one()
        # sudo: who opens or asks for a file need not be allowed to keep it
        files = self.env["service.customer.file"].sudo()
        customer = self.commercial_partner_id
        own = [("partner_id", "=", customer.id), ("company_id", "=", company.id)]
        found = files.search(own, limit=1)
        return found or files.create({"partner_id": customer.id, "company_id": company.id})

    def action_service_file(self):
        """Show the customer's file; who may not read it is offered the request."""
        self.ensure_one()
        self.check_access("read")
        customer_file = self._take_service_file(self.env.company).with_env(self.env)
        if customer_file.has_access("read"):
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Customer File"),
                "res_model": "service.customer.file",
                "res_id": customer_file.id,
                "view_mode": "form",
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request to Read the File"),
            "res_model": "service.file.request",
            "view_mode": "form",
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }

    def _anonymise(self):
        """Blank what people wrote into the files and requests; who read them when stays."""
        result = super()._anonymise()
        partners = self._get_own_addresses()
        # sudo: erasure reaches what no manager may write; the right was checked
        files = self.env["service.customer.file"].sudo().search([("partner_id", "in", partners.ids)])
        files.write(dict.fromkeys((*CONTENT, "number"), False))
        # sudo: as above
        requests = self.env["service.file.request"].sudo().search([("partner_id", "in", partners.ids)])
        requests.write({"content": False, "reason": self.env._("Erased"), "answer": False})
        # sudo: as above
        reviews = self.env["service.customer.review"].sudo().search([("partner_id", "in", partners.ids)])
        reviews.write({"note": False, "missing": False})
        for records in (files, requests, reviews):
            self.env["service.erasure"]._erase_around(records, ["partner_id"])
        return result
