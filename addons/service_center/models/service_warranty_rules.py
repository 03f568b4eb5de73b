from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ServiceWarranty(models.Model):
    """What is refused or flagged when an item is registered: dates, proof, serial numbers sold twice."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    @api.constrains("purchase_date", "start_date", "start_basis", "sale_order_id")
    def _check_dates(self):
        for warranty in self:
            problem = warranty._find_date_problem()
            if problem:
                raise ValidationError(problem)

    def _find_date_problem(self):
        """Return what is wrong with the dates of this item, "" if nothing.

        Only a serial number may tell an earlier start than the purchase: that of its making.
        """
        self.ensure_one()
        today = self.company_id._service_day()
        if self.purchase_date > today:
            return self.env._("Bought on %(day)s? That is in the future.", day=self.purchase_date)
        if self.start_date < self.purchase_date and self.start_basis != "serial":
            return self.env._(
                "The warranty would start on %(start)s, before the item was bought on %(bought)s.",
                start=self.start_date,
                bought=self.purchase_date,
            )
        # sudo: only the day of the order that the item was sold with
        order = self.sudo().sale_order_id
        if order.date_order and self.origin not in ("sale", "exchange"):
            sold = self.company_id._service_day(order.date_order)
            if self.purchase_date < sold:
                return self.env._(
                    "Bought on %(bought)s, before %(order)s of %(sold)s with which it was sold.",
                    bought=self.purchase_date,
                    order=order.name,
                    sold=sold,
                )
        return ""

    @api.constrains("proof", "proof_number", "proof_file", "serial", "sale_order_id")
    def _check_proof(self):
        # of what was given up, the sale may be deleted
        for warranty in self.filtered(lambda one: not one.closed_by):
            labels = dict(self._fields["proof"]._description_selection(self.env))
            proof = labels.get(warranty.proof)
            if warranty.proof in ("invoice", "receipt") and not (
                (warranty.proof_number or "").strip() or warranty.proof_file
            ):
                raise ValidationError(
                    self.env._("%(proof)s as proof: enter its number, or attach a picture.", proof=proof)
                )
            if warranty.proof == "serial" and not warranty.serial:
                raise ValidationError(self.env._("%(proof)s as proof: enter the serial number.", proof=proof))
            if warranty.proof == "sale" and not warranty.sale_order_id:
                raise ValidationError(self.env._("%(proof)s as proof: choose the sales order.", proof=proof))

    # Serial numbers
    def _claim_serials(self, refuse=True):
        """Let these items hold their serial numbers; an item whose warranty is over gives its number up.

        A number that another item holds in warranty is refused, or flagged: what Odoo sold is sold.
        """
        wanted = self.filtered(lambda one: one.serial and not one.closed_by)
        (self - wanted).filtered("conflict_id")._write_stepped({"conflict_id": False})
        if not wanted:
            return
        self.flush_model(["serial", "product_id", "company_id", "is_current", "start_date", "end_date"])
        holders = self._get_holders({one._get_serial_key() for one in wanted})
        for warranty in wanted:
            key = warranty._get_serial_key()
            holder = holders.get(key, self.browse()) - warranty
            if not holder:
                warranty._write_stepped({"is_current": True, "conflict_id": False})
                holders[key] = warranty
            elif holder._is_over(warranty.start_date):
                holder._write_stepped({"is_current": False})
                holder.flush_recordset()
                warranty._write_stepped({"is_current": True, "conflict_id": False})
                holders[key] = warranty
            elif refuse:
                raise ValidationError(self._say_serial_taken(warranty, holder))
            else:
                warranty._write_stepped({"conflict_id": holder.id})

    def _get_serial_key(self):
        return (self.company_id.id, self.product_id.id, self.serial.lower())

    def _is_over(self, day):
        """Whether the warranty of this item, which was not given up, is over on a day."""
        self.ensure_one()
        return bool(self.end_date and self.end_date < day)

    @api.model
    def _get_holders(self, keys):
        """Return {key: the item that holds this serial number} of keys as ``_get_serial_key`` gives them."""
        # sudo: a number is taken whoever may see the item
        Item = self.sudo().with_context(active_test=False)
        found = Item.search(
            Domain("is_current", "=", True)
            & Domain("company_id", "in", list({company for company, _product, _serial in keys}))
            & Domain("product_id", "in", list({product for _company, product, _serial in keys}))
            & Domain.OR(Domain("serial", "=ilike", literally(serial)) for _company, _product, serial in keys)
        )
        return {one._get_serial_key(): one for one in found if one.serial}

    @api.model
    def _say_serial_taken(self, warranty, holder):
        if not holder.end_date:
            return self.env._(
                "%(product)s with serial number %(serial)s is in warranty already: %(number)s. Transfer that "
                "one to the new owner, or declare it void first.",
                product=warranty.product_id.display_name,
                serial=warranty.serial,
                number=holder.name,
            )
        return self.env._(
            "%(product)s with serial number %(serial)s is in warranty already: %(number)s until %(end)s. "
            "Transfer that one to the new owner, or declare it void first.",
            product=warranty.product_id.display_name,
            serial=warranty.serial,
            number=holder.name,
            end=holder.end_date,
        )


def literally(text):
    """Return a pattern that matches a text only."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
