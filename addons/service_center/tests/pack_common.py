from odoo.tests import freeze_time

from .common import ComplaintCase
from .sla_common import local


class PackComplaintCase(ComplaintCase):
    """A company of its own whose complaints follow a pack that was loaded as it comes."""

    pack = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.mall = cls.env["res.company"].create({"name": "Pack Mall"})
        cls.mall.resource_calendar_id.tz = "Asia/Shanghai"
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.mall.ids})
        cls.Complaint = cls.env["service.complaint"].with_context(tracking_disable=True)
        cls.packs = cls.env["service.policy.pack"]
        cls.manager.company_ids |= cls.mall
        if cls.pack:
            cls.packs.with_user(cls.manager).load_pack(cls.pack, cls.mall)

    @classmethod
    def of(cls, model, code, pack=None):
        record = cls.env[f"service.{model}"].search(
            [
                ("company_id", "=", cls.mall.id),
                ("pack_code", "=", pack or cls.pack),
                ("code", "=", code),
                ("active", "in", [True, False]),
            ]
        )
        record.ensure_one()
        return record

    @classmethod
    def complain_of(cls, *flags, category=None, pack=None, **vals):
        """Create a complaint of the company with codes of flags and of a category of the pack."""
        return cls.complain(
            company_id=cls.mall.id,
            flag_ids=[cls.of("risk.flag", code, pack).id for code in flags],
            category_id=cls.of("category", category, pack).id if category else False,
            **{"user_id": False, **vals},
        )

    @classmethod
    def complain_at(cls, text, *flags, **vals):
        """Create a complaint that is received and entered at a local time."""
        with freeze_time(local(text)):
            return cls.complain_of(*flags, received_at=local(text), **vals)

    def reach(self, complaint, metric, text, second=0):
        """Let a complaint reach a milestone as a person tells of it, at a local time."""
        with freeze_time(local(text).replace(second=second)):
            complaint.action_reach_milestone(metric)

    def clock(self, complaint, metric):
        return self.env["service.sla.clock"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id), ("metric", "=", metric)]
        )

    def assertDecidedBy(self, level, *flags, rule=None, **vals):
        """A complaint of these facts is decided by the level, and by no other rule than ``rule``."""
        complaint = self.complain_of(*flags, **vals)
        self.assertEqual(complaint.authority_level_id.code, level, (flags, vals))
        if rule:
            self.assertEqual(complaint.explanation["authority"]["rule"], rule)
        return complaint

    def assertNamedInBothLanguages(self, model, count):
        records = self.env[model].search([("company_id", "=", self.mall.id), ("pack_code", "=", self.pack)])
        self.assertEqual(len(records), count)
        for record in records:
            field = "note" if "note" in record._fields else "name"
            english, chinese = (
                record.with_context(lang="en_US")[field],
                record.with_context(lang="zh_CN")[field],
            )
            self.assertTrue(english and chinese and english != chinese, record.code)
            self.assertTrue(english.isascii(), english)
            self.assertFalse(chinese.isascii(), chinese)
