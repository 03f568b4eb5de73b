from odoo import models
from odoo.exceptions import UserError

MAP_PARAMETER = "service_center.map_url"
MAPS = {
    "CN": "https://uri.amap.com/search?keyword=%s",
    "": "https://www.openstreetmap.org/search?query=%s",
}
PHOTO = "visit"  # description of a photo of a visit


class ServiceOrder(models.Model):
    """Parts, readings and photos of a visit, as the technician reports them; in sudo, of an own job."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _check_reporting(self):
        """Refuse to report on a job that has not begun, or that is over."""
        self.ensure_one()
        if self.state not in ("in_progress", "done", "signed"):
            raise UserError(self.env._("%(number)s has not begun yet.", number=self.name))

    def _add_part(self, name, quantity):
        """Note a part that was used; a product's reference or bar code tells which one it is."""
        self._check_reporting()
        if not quantity:
            raise UserError(self.env._("How many of it were used?"))
        # sudo: finds the product that a code means, for a technician without rights on products
        Product = self.env["product.product"].sudo()
        product = Product.search(
            [
                ("company_id", "in", [False, self.company_id.id]),
                "|",
                ("default_code", "=", name),
                ("barcode", "=", name),
            ],
            limit=1,
        )
        self.write(
            {
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "kind": "part",
                            "name": product.display_name or name,
                            "product_id": product.id,
                            "quantity": quantity,
                            "part_state": "used",
                        },
                    )
                ]
            }
        )

    def _report_part(self, line_id, part_state, old_part):
        """Note whether a part was used or comes back, and what became of the old one."""
        self._check_reporting()
        line = self.line_ids.filtered(lambda one: one.kind == "part" and str(one.id) == line_id)
        states = dict(line._fields["part_state"].selection)
        olds = dict(line._fields["old_part"].selection)
        if not line or part_state not in states or (old_part and old_part not in olds):
            raise UserError(self.env._("Please choose what became of the part."))
        line.write({"part_state": part_state, "old_part": old_part or False})

    def _add_reading(self, name, value, unit):
        self._check_reporting()
        self.write({"reading_ids": [(0, 0, {"name": name, "value": value, "unit": unit})]})

    def _read_meter(self, value):
        """Note what the item in warranty was read at: its warranty may end by usage."""
        self._check_reporting()
        self.write({"usage_reading": value})

    def _get_reading_rows(self):
        """Return [(what, reading with its unit)] as the report says them, the meter of the item first.

        As plain numbers in every language: what a signed report says is compared letter by letter.
        """
        rows = [(one.name, f"{one.value:.12g} {one.unit or ''}".strip()) for one in self.reading_ids]
        if self.usage_unit and self.usage_reading:
            units = dict(self._fields["usage_unit"]._description_selection(self.env))
            rows.insert(
                0, (self.env._("Meter of the item"), f"{self.usage_reading:.12g} {units[self.usage_unit]}")
            )
        return rows

    def _add_photos(self, files):
        """Keep pictures of a visit, drawn anew.

        :param files: [(name, bytes)]
        """
        self.ensure_one()
        accepted, refused = self.env["service.complaint"]._accept_uploads(files)
        accepted = [file for file in accepted if file[2].startswith("image/")]
        if refused or not accepted:
            raise UserError(" ".join(refused) or self.env._("Please take or choose a photo."))
        # sudo: files of an own job
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": name,
                    "raw": data,
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                    "description": PHOTO,
                }
                for name, data, mimetype in accepted
            ]
        )

    def _get_parts_moved_elsewhere(self):
        """Return {product: quantity in its unit} of used parts that other documents took from the stock."""
        self.ensure_one()
        return {}

    def _get_files(self):
        """Return the files of this job, those of the complaint that it comes from included."""
        self.ensure_one()
        # sudo: files of an own job
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("res_field", "=", False),
                    ("type", "=", "binary"),
                ],
                order="id",
            )
        )

    def _get_photos(self):
        """Return the files of this job that are pictures."""
        return self._get_files().filtered(lambda file: (file.mimetype or "").startswith("image/"))

    def _get_map_url(self, query):
        """Return the address of a map that shows a place; the system parameter names another map.

        :param query: the address of the place, quoted
        """
        # sudo: reads one parameter, and the country of the company
        template = self.env["ir.config_parameter"].sudo().get_param(MAP_PARAMETER)
        country = self.company_id.sudo().country_id.code or ""
        template = template if template and "%s" in template else MAPS.get(country, MAPS[""])
        return template.replace("%s", query)
