from datetime import datetime

from odoo.tests import TransactionCase

from .leave_common import enter_leave
from .users import new_test_user

NOON = datetime(2026, 3, 10, 4)  # 12:00 in Shanghai


class AuthorityCase(TransactionCase):
    """A company in Shanghai: Li and Wang are at the low level, Zhao at the high one, Chen and Sun at none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.li, cls.wang, cls.zhao, cls.chen, cls.sun = (
            new_test_user(cls.env, f"auth_{name}", "base.group_user", name=name.title())
            for name in ("li", "wang", "zhao", "chen", "sun")
        )
        cls.manager = new_test_user(cls.env, "auth_manager", "service_kernel.group_policy_manager")
        cls.portal = new_test_user(cls.env, "auth_portal", "base.group_portal")
        cls.stranger = new_test_user(
            cls.env, "auth_stranger", company_id=cls.other_company.id, company_ids=cls.other_company.ids
        )
        cls.low, cls.high = cls.env["service.authority.level"].create(
            [
                {
                    "code": "t_low",
                    "name": "Low",
                    "sequence": 910,
                    "user_ids": (cls.li | cls.wang).ids,
                    "compensation_limit": 500,
                    "compensation_window_limit": 2000,
                    "compensation_window_days": 10,
                },
                {"code": "t_high", "name": "High", "sequence": 920, "user_ids": cls.zhao.ids},
            ]
        )
        cls.nobody = cls.env["res.users"]

    @classmethod
    def deputy(cls, deputy=None, **vals):
        return cls.env["service.authority.deputy"].create(
            {
                "level_id": cls.low.id,
                "deputy_id": (deputy or cls.chen).id,
                "date_from": "2026-03-10",
                "date_to": "2026-03-12",
                **vals,
            }
        )

    @classmethod
    def time_off(cls, user, start, end, **vals):
        """Time off of a user, as validated time off writes it: naive UTC."""
        resource = cls.env["resource.resource"].search([("user_id", "=", user.id)], limit=1) or cls.env[
            "resource.resource"
        ].create({"name": user.name, "user_id": user.id})
        return enter_leave(cls.env, {"resource_id": resource.id, "date_from": start, "date_to": end, **vals})
