from odoo.tests import tagged

from .warranty_common import WarrantyCase


@tagged("post_install", "-at_install")
class TestWarrantyErasure(WarrantyCase):
    """After a person is erased no warranty shows who they were, and every ledger still verifies (E5)."""

    def test_nothing_of_the_owner_is_left(self):
        zhou = self.env["res.partner"].create({"name": "Zhou Mei", "phone": "13900001111"})
        item = self.register(
            partner_id=zhou.id,
            proof_number="Zhou-77",
            proof_file=b"aGVsbG8=",
            import_note="Zhou Mei, Beijing",
        )
        item.message_post(body="Zhou called")
        item._begin_repair(note="At Zhou's flat")
        wizard = self.env["service.erasure.wizard"].with_user(self.manager)
        wizard.create({"is_understood": True, "partner_id": zhou.id}).action_confirm()
        self.env.invalidate_all()
        texts = [
            *(
                str(item[name])
                for name, field in item._fields.items()
                if field.type in ("char", "text", "html")
            ),
            *item.event_ids.mapped(lambda event: f"{event.note} {event.summary}"),
            *item.message_ids.mapped(lambda message: str(message.body)),
            item.partner_id.name,
        ]
        self.assertNotIn("Zhou", " ".join(texts))
        self.assertFalse(item.proof_file)
        self.assertEqual((item.state, item.serial), ("in", False))
        self.assert_replayed()
