from odoo import api, fields, models

INVITATIONS = [
    ("accepted", "Will Come Back"),
    ("thinking", "Thinks About It"),
    ("declined", "Declined"),
    ("unreached", "Not Reached"),
]


class ServiceCustomerLost(models.Model):
    """A customer who stayed away: why, the invitation back, and what follows (DEALER-LOST-01).

    The rules of segments find them; whoever comes back is marked by the next run.
    """

    _name = "service.customer.lost"
    _description = "Lost Customer"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "lost_on desc, id desc"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.name"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    phone = fields.Char(related="partner_id.phone")
    last_date = fields.Date("Last Purchase or Visit", readonly=True)
    lost_on = fields.Date("Found On", required=True, readonly=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
    )
    reason_id = fields.Many2one(
        "service.customer.lost.reason",
        "Reason for Staying Away",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    usage = fields.Text("Use of the Product", help="How the customer uses what was bought.")
    note = fields.Text("What the Customer Said")
    invitation = fields.Selection(INVITATIONS, tracking=True, help="What came of the invitation back.")
    invited_on = fields.Date(compute="_compute_invited_on", store=True, readonly=False)
    answer = fields.Text("Service Department's Answer", help="What is done about the reason.")
    returned_on = fields.Date("Came Back On", readonly=True, tracking=True)
    count = fields.Integer("Customers", default=1, readonly=True, aggregator="sum")

    _open_uniq = models.UniqueIndex(
        "(partner_id) WHERE returned_on IS NULL", "This customer is in the list of lost customers already."
    )

    @api.depends("invitation")
    def _compute_invited_on(self):
        for one in self:
            one.invited_on = one.invitation and (one.invited_on or fields.Date.context_today(one))

    @api.model
    def _follow(self, rows):
        """Note which customers of these ``service.customer.segment`` are lost now, and who came back."""
        # sudo: the outcome of a policy; nobody enters lost customers by hand
        Lost = self.sudo()
        known = Lost.search([("partner_id", "in", rows.partner_id.ids), ("returned_on", "=", False)])
        by_partner = {one.partner_id.id: one for one in known}
        new, back = [], {}
        for row in rows:
            one = by_partner.get(row.partner_id.id)
            if row.segment == "lost" and not one:
                new.append(
                    {
                        "partner_id": row.partner_id.id,
                        "company_id": row.company_id.id,
                        "last_date": row.last_date,
                        "lost_on": row.company_id._service_day(),
                        "user_id": False,
                    }
                )
            elif one and row.segment != "lost":
                day = row.last_date or row.company_id._service_day()
                back[day] = back.get(day, Lost.browse()) | one
        Lost.with_context(tracking_disable=True, mail_create_nolog=True).create(new)
        for day, ones in back.items():
            ones.write({"returned_on": day})

    def action_open_partner(self):
        """Show the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "view_mode": "form",
        }
