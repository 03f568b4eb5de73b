from odoo.tests import TransactionCase

from odoo.addons.service_kernel.tests.users import new_test_user


class TierCase(TransactionCase):
    """A company of its own that loads a pack, and its members."""

    pack = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Member Mall"})
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        for role in ("user", "officer", "manager"):
            user = new_test_user(
                cls.env,
                f"tier_{role}",
                f"membership.group_{role}",
                company_id=cls.company.id,
                company_ids=cls.company.ids,
            )
            setattr(cls, role, user)
        if cls.pack:
            cls.env["service.policy.pack"].load_pack(cls.pack, company=cls.company)
            cls.plan = cls.env["membership.plan"].search(
                [("pack_code", "=", cls.pack), ("company_id", "=", cls.company.id)], limit=1
            )
            cls.program = cls.plan.program_id

    @classmethod
    def member(cls, name="Wang", **vals):
        """A member with a card of the program of the plan."""
        partner = cls.env["res.partner"].create({"name": name})
        return cls.program._membership_issue(partner, vals)

    def fact(self, card, measure, value, date, **vals):
        return self.env["membership.fact"].create(
            {
                "partner_id": card.partner_id.id,
                "company_id": self.company.id,
                "measure": measure,
                "value": value,
                "date": date,
                **vals,
            }
        )

    def tier_of(self, card):
        card.invalidate_recordset(["membership_tier_id"])
        return card.membership_tier_id.code
