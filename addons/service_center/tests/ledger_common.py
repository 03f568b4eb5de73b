import base64
import io

import openpyxl

from .common import ComplaintCase

CHINESE = [
    "投诉编号",
    "投诉时间",
    "顾客姓名",
    "联系电话",
    "投诉渠道",
    "投诉类别",
    "投诉内容",
    "处理状态",
    "涉及金额（元）",
]
ENGLISH = [
    "Ledger No.",
    "Received at",
    "Customer",
    "Phone",
    "Channel",
    "Category",
    "Description",
    "Status",
    "Amount",
]
GOOD = [
    "TS-1",
    "2025年3月5日 下午2点30分",
    "王女士",
    "138 0013 8111",
    "电话",
    "Quality of goods",
    "鞋底开胶",
    "已办结",
    "1,280.50元",
]
OTHER = ["TS-2", "2025-03-06", "李先生", "021-6234 5678", "服务台", "t_quality", "等了很久", "待处理", None]


def xlsx(*rows, title=None):
    """Bytes of a workbook with these rows."""
    book = openpyxl.Workbook()
    book.active.title = title or "Sheet"
    for row in rows:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv(*rows):
    """Bytes of a CSV file with these rows."""
    quoted = (",".join(f'"{cell or ""}"' for cell in row) for row in rows)
    return "\n".join(quoted).encode()


class LedgerCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.cn")
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.Import = cls.env["service.ledger.import"].with_user(cls.officer)

    def read_file(self, content, filename="ledger.xlsx", **vals):
        """An import of ``content`` that was read, not yet imported, as an officer."""
        vals = {
            "res_model": "service.complaint",
            "filename": filename,
            "file": base64.b64encode(content),
            **vals,
        }
        record = self.Import.create(vals)
        record.action_read()
        return record

    def take_in(self, content, **options):
        """An import of ``content`` by a program as an officer."""
        return self.Import._import_content("service.complaint", "ledger.xlsx", content, **options)

    def complaints(self, record):
        return self.env["service.complaint"].search([("ledger_import_id", "=", record.id)], order="id")

    def problems(self, record):
        """``{(row, heading, code)}`` of an import."""
        return {(problem.row, problem.heading, problem.code) for problem in record.problem_ids}

    def correction(self, record):
        """The file of rows to correct as lists of values."""
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.correction_file)))
        return [list(row) for row in book.active.iter_rows(values_only=True)]
