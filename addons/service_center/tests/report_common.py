import base64
import io
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl

from odoo.addons.service_kernel.tests.users import new_test_user

from .common import ComplaintCase

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(*parts):
    """Naive UTC of a moment in Shanghai."""
    return datetime(*parts, tzinfo=SHANGHAI).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def day_of(moment):
    """The day in Shanghai of a naive UTC moment."""
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(SHANGHAI).date()


class ReportCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mall = cls.env["res.company"].create(
            {"name": "=Galaxy Mall", "currency_id": cls.env.ref("base.EUR").id}
        )
        cls.mall.resource_calendar_id.tz = "Asia/Shanghai"
        cls.leader = new_test_user(
            cls.env,
            "sc_leader",
            "service_center.group_officer",
            company_id=cls.mall.id,
            company_ids=cls.mall.ids,
        )
        cls.leader.name = "@Lin"
        Category = cls.env["service.category"].with_company(cls.mall)
        cls.goods = Category.create({"name": "Goods"})
        cls.price = Category.create({"name": "Price", "parent_id": cls.goods.id})
        cls.attitude = Category.create({"name": "=1+1"})
        Site = cls.env["service.site"].with_company(cls.mall)
        cls.floor = Site.create({"name": "Floor"})
        cls.counter = Site.create({"name": "Counter", "parent_id": cls.floor.id})
        cls.products = cls.env["product.product"].create(
            [{"name": "=HYPERLINK(1)", "default_code": "X"}, {"name": "Rice cooker"}]
        )
        cls.staff = (
            cls.env["hr.employee"]
            .with_company(cls.mall)
            .create(
                [{"name": "=cmd()", "company_id": cls.mall.id}, {"name": "Zhang", "company_id": cls.mall.id}]
            )
        )

    @classmethod
    def here(cls, received_at, **vals):
        """Values of a complaint in the mall."""
        vals = {"contact_name": "Ms Li", "description": "<p>Torn</p>", "user_id": False, **vals}
        return {"company_id": cls.mall.id, "received_at": received_at, **vals}

    @classmethod
    def complain_here(cls, received_at, **vals):
        return cls.Complaint.create(cls.here(received_at, **vals))

    def wizard(self, user=None, **vals):
        env = self.env(user=user or self.leader)
        return env["service.complaint.report.wizard"].create({"month": "3", "year": 2026, **vals})

    def book(self, **vals):
        wizard = self.wizard(**vals)
        wizard.action_download()
        return openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.file)))

    def rows(self, sheet, heading):
        """The lines of the table below ``heading``, as tuples without empty cells at the end."""
        lines = list(sheet.iter_rows(values_only=True))
        start = next(number for number, line in enumerate(lines) if line[0] == heading) + 1
        table = []
        for line in lines[start:]:
            if line[0] is None:
                break
            table.append(tuple(value for value in line if value is not None))
        return table
