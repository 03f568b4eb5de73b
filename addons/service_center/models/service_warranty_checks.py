from odoo import api, models

BATCH = 2000


class ServiceWarranty(models.Model):
    """The check that warranties are what their ledgers give."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_replay(self):
        """Yield items of which something stored differs from a replay of their ledgers."""
        last = 0
        everything = self.with_context(active_test=False)
        while items := everything.search([("id", ">", last)], limit=BATCH, order="id"):
            last = items[-1].id
            standings = items._replay()
            for item in items:
                difference = item._find_difference(standings[item.id])
                if difference:
                    yield {
                        "res_model": self._name,
                        "res_id": item.id,
                        "company_id": item.company_id.id,
                        "place": item.name,
                        "remedy": "warranty_ledger",
                        **difference,
                    }
            self.env.invalidate_all()

    def _find_difference(self, standing):
        """Return the first difference of this item from its ``Standing``, or None."""
        if standing is None:
            return {"expected": "start", "found": ""}
        expected = {
            **self._prepare_replayed(standing),
            "start_date": standing.start,
            "start_basis": standing.basis,
            "proof": standing.proof,
            "partner_id": self.env["res.partner"].browse(standing.owner or ()),
        }
        for name, value in expected.items():
            if (self[name] or False) != (value or False):
                return {"expected": f"{name}: {value}", "found": f"{name}: {self[name]}"}
        return None


class ServiceCheck(models.Model):
    """The check of warranties."""

    # one concern a file
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        title = self.env._("Warranties are what their ledgers give")
        return [*super()._get_checks(), ("warranties", title, "service.warranty", "_check_replay", "slow")]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "warranty_ledger": self.env._(
                "The warranty was changed around its ledger. Enter a reading or the proof again: it is "
                "replayed then."
            )
        }
