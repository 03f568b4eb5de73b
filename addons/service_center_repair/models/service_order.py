from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

WORKSHOP = ("workshop_repair", "factory_repair")
OPEN = ("confirmed", "scheduled", "in_progress", "waiting")


class ServiceOrder(models.Model):
    """A workshop repair is done with a repair order of Odoo, one at a time."""

    _inherit = "service.order"

    repair_order_ids = fields.One2many("repair.order", "service_order_id", string="Repair Orders")
    repair_order_count = fields.Integer(
        "Number of Repair Orders", compute="_compute_repair_order_count", compute_sudo=True
    )

    @api.depends("repair_order_ids")
    def _compute_repair_order_count(self):
        for order in self:
            order.repair_order_count = len(order.repair_order_ids)

    def action_repair(self):
        """Make the repair order, or show the one that there is."""
        self.ensure_one()
        # sudo: only whether there is one
        repair = self.sudo().repair_order_ids.filtered(lambda one: one.state != "cancel")[:1]
        if not repair:
            repair = self._create_repair_order()
        if not self.env["repair.order"].has_access("read"):
            return True
        return repair.sudo(self.env.su).get_formview_action()

    def _create_repair_order(self):
        """Create the repair order, in sudo: whoever handles the order need not work in the workshop."""
        self.ensure_one()
        self.check_access("write")
        if self.kind not in WORKSHOP or self.state not in OPEN:
            raise UserError(
                self.env._(
                    "%(number)s: only workshop and factory repairs that were accepted and are not done yet "
                    "become repair orders.",
                    number=self.name,
                )
            )
        if not self.product_id:
            raise UserError(self.env._("%(number)s: which product is to be repaired?", number=self.name))
        # sudo: what this order asks the workshop for
        repair = self.env["repair.order"].sudo().with_company(self.company_id)
        repair.flush_model(["state", "service_order_id"])  # the index has to know of cancelled ones
        repair = repair.create(self._prepare_repair_order())
        self._copy_attachments_to(repair)
        self._message_log(body=self.env._("Repair order %(number)s was made of it.", number=repair.name))
        return repair

    def _prepare_repair_order(self):
        self.ensure_one()
        parts = self.line_ids.filtered(lambda line: line.kind == "part" and line.part_state == "open")
        return {
            "service_order_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "product_id": self.product_id.id,
            "lot_id": self._find_repair_lot().id,
            "user_id": (self.user_id or self.env.user).id,
            "under_warranty": self.warranty_state == "in",
            "internal_notes": plaintext2html(self.description) if self.description else False,
            "move_ids": [
                (
                    0,
                    0,
                    {
                        "product_id": line.product_id.id,
                        "product_uom": (line.uom_id or line.product_id.uom_id).id,
                        "product_uom_qty": line.quantity,
                        "repair_line_type": "add",
                        "company_id": self.company_id.id,
                    },
                )
                for line in parts
                if line.product_id.type == "consu"
            ],
        }

    def _find_repair_lot(self):
        """Return the lot with the serial number of this order, none where it is not known."""
        serial = " ".join((self.serial or "").split())
        # sudo: only which lot it is
        Lot = self.env["stock.lot"].sudo()
        domain = [("product_id", "=", self.product_id.id), ("name", "=", serial)]
        company = [("company_id", "in", (False, self.company_id.id))]
        return Lot.search(domain + company, limit=1) if serial else Lot

    def _get_parts_moved_elsewhere(self):
        """Parts of a repair order leave the stock by that."""
        moved = dict(super()._get_parts_moved_elsewhere())
        for move in self.repair_order_ids.move_ids:
            if move.repair_line_type == "add" and move.state == "done":
                quantity = move.product_uom._compute_quantity(
                    move.quantity, move.product_id.uom_id, round=False
                )
                moved[move.product_id] = moved.get(move.product_id, 0.0) + quantity
        return moved

    def _take_repair_parts(self, moves):
        """Note the parts that the workshop used; parts of the order that it did not are brought back."""
        lines = self.line_ids.filtered(lambda line: line.kind == "part" and line.part_state == "open")
        for move in moves:
            line = lines.filtered(lambda one, move=move: one.product_id == move.product_id)[:1]
            vals = {"quantity": move.quantity, "uom_id": move.product_uom.id, "part_state": "used"}
            if line:
                line.write(vals)
            else:
                self.line_ids.create(
                    {"order_id": self.id, "kind": "part", "product_id": move.product_id.id, **vals}
                )
            lines -= line
        lines.filtered(lambda line: line.product_id.type == "consu").part_state = "returned"

    def _ask_about_repair(self, summary):
        """Ask the handler to look at what the workshop reports."""
        if self.user_id:
            self.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=self.user_id.id)
