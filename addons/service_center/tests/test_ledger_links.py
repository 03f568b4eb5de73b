from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import tagged

from .ledger_common import LedgerCase, xlsx


@tagged("post_install", "-at_install")
class TestLedgerLinks(LedgerCase):
    """What the words of a ledger become: records, states, times, or a note."""

    def test_what_is_unknown_is_an_error_or_a_note(self):
        head = [
            "投诉时间",
            "顾客姓名",
            "投诉内容",
            "投诉类别",
            "投诉地点",
            "责任部门",
            "涉及商品",
            "订单号",
            "被投诉人",
            "经办人",
            "投诉渠道",
        ]
        row = ["2025-4-1", "周", "x", "", "", "无此部门", "无此商品", "SO-0", "甲、乙", "无此人", "飞鸽"]
        record = self.take_in(xlsx(head, row, [*row[:3], "无此类别", "无此地点", *row[5:]]))
        self.assertEqual((record.created_count, record.bad_count, record.warning_count), (1, 1, 1))
        complaint = self.complaints(record)
        self.assertEqual(complaint.channel, "other")
        self.assertEqual(
            set(complaint.import_note.split("\n")),
            {
                "责任部门: 无此部门",
                "涉及商品: 无此商品",
                "订单号: SO-0",
                "被投诉人: 甲、乙",
                "经办人: 无此人",
                "投诉渠道: 飞鸽",
            },
        )
        errors = record.problem_ids.filtered(lambda line: line.severity == "error")
        self.assertEqual(set(errors.mapped("heading")), {"投诉类别", "投诉地点"})

    def test_known_names_are_linked(self):
        department = self.env["hr.department"].create({"name": "楼面部"})
        employees = self.env["hr.employee"].create([{"name": "张三丰"}, {"name": "Mary Jones"}])
        product = self.env["product.product"].create(
            {"name": "皮鞋", "default_code": "SH-1", "barcode": "690001"}
        )
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        floor = self.env["service.site"].create({"name": "二楼", "kind": "floor"})
        counters = self.env["service.site"].create(
            [{"name": "鞋柜", "parent_id": floor.id}, {"name": "鞋柜"}]
        )
        self.category.with_context(lang="en_US").name = "Quality"
        head = [
            "投诉时间",
            "顾客姓名",
            "投诉内容",
            "责任部门",
            "涉及商品",
            "订单号",
            "被投诉人",
            "经办人",
            "投诉类别",
            "投诉地点",
        ]
        base = ["2025-4-1", "周"]
        record = self.take_in(
            xlsx(
                head,
                [
                    *base,
                    "a",
                    "楼面部",
                    "sh-1",
                    order.name,
                    "张三丰、Mary Jones",
                    self.officer.name,
                    "QUALITY",
                    "二楼/鞋柜",
                ],
                [
                    *base,
                    "b",
                    "楼面部",
                    "690001",
                    order.name,
                    "张三丰",
                    self.officer.login,
                    "T_Quality",
                    "T-SHOE",
                ],
                [*base, "c", None, "皮鞋", None, None, None, None, "鞋柜"],
            )
        )
        first, second, third = self.complaints(record)
        self.assertFalse(record.problem_ids, record.problem_ids.mapped("message"))
        for complaint in first | second:
            self.assertEqual(complaint.department_id, department)
            self.assertEqual(complaint.sale_order_id, order)
            self.assertEqual(complaint.user_id, self.officer)
            self.assertEqual(complaint.category_id, self.category)
        self.assertEqual((first | second | third).product_id, product)
        self.assertEqual((first.employee_ids, second.employee_ids), (employees, employees[0]))
        self.assertEqual(
            (first.site_id, second.site_id, third.site_id), (counters[0], self.site, counters[1])
        )

    def test_an_ambiguous_name_is_no_guess(self):
        roots = self.env["service.category"].create([{"name": "商品"}, {"name": "服务"}])
        self.env["service.category"].create([{"name": "其他事", "parent_id": root.id} for root in roots])
        head = ["投诉时间", "顾客姓名", "投诉内容", "投诉类别"]
        record = self.take_in(
            xlsx(head, ["2025-4-1", "周", "a", "其他事"], ["2025-4-1", "周", "b", "服务 / 其他事"])
        )
        self.assertEqual(self.problems(record), {(2, "投诉类别", "relation_ambiguous")})
        self.assertEqual(self.complaints(record).category_id.parent_id, roots[1])

    def test_missing_categories_and_sites_are_created_only_by_those_who_may(self):
        content = xlsx(
            ["投诉时间", "顾客姓名", "投诉内容", "投诉类别", "投诉地点"],
            ["2025-4-1", "周", "a", "新类 / 子类", "新楼"],
            ["2025-4-1", "周", "b", "新类/子类", "新楼"],
            ["没有日期", "周", "c", "不该建", "不该建"],
        )
        refused = self.take_in(content, create_missing=True)
        self.assertEqual((refused.created_count, refused.may_create_missing), (0, False))
        self.assertFalse(self.env["service.category"].search([("name", "in", ["新类", "不该建"])]))
        allowed = self.Import.with_user(self.manager)._import_content(
            "service.complaint", "x.xlsx", content, create_missing=True
        )
        self.assertEqual(allowed.created_count, 2)
        leaf = self.complaints(allowed).category_id
        self.assertEqual(leaf.complete_name, "新类 / 子类")
        self.assertEqual(leaf.company_id, self.company)
        self.assertEqual(self.complaints(allowed).site_id.name, "新楼")
        self.assertFalse(self.env["service.category"].search([("name", "=", "不该建")]))

    def test_a_customer_is_linked_only_when_one_contact_fits(self):
        twins = [{"name": f"Twin {i}", "phone": "021-62345678"} for i in range(2)]
        self.env["res.partner"].create([*twins, {"name": "Mail", "email": "Mail@Example.com"}])
        head = ["投诉时间", "顾客姓名", "投诉内容", "联系电话", "电子邮箱"]
        record = self.take_in(
            xlsx(
                head,
                ["2025-4-1", "wang fang", "a", "13800138000", None],
                ["2025-4-1", "王芳", "b", "0086 138-0013-8000", None],
                ["2025-4-1", "双胞胎", "c", "(021)62345678", None],
                ["2025-4-1", "Mail", "d", None, "mail@example.com"],
                ["2025-4-1", "陌生人", "e", "13911112222", "new@example.com"],
            )
        )
        self.assertRecordValues(
            self.complaints(record),
            [
                {"partner_id": self.customer.id, "contact_name": False, "contact_phone": "138 0013 8000"},
                {"partner_id": self.customer.id, "contact_name": "王芳", "contact_phone": "138 0013 8000"},
                {"partner_id": False, "contact_name": "双胞胎", "contact_phone": "021-62345678"},
                {
                    "partner_id": self.env["res.partner"].search([("name", "=", "Mail")]).id,
                    "contact_name": False,
                    "contact_phone": False,
                },
                {"partner_id": False, "contact_name": "陌生人", "contact_phone": "139 1111 2222"},
            ],
        )

    def test_states_and_times(self):
        head = ["投诉时间", "顾客姓名", "投诉内容", "处理状态", "处理结果", "办结时间"]
        day = "2025-04-01 10:00"
        record = self.take_in(
            xlsx(
                head,
                [day, "周", "a", "已结案", "已退款", "2025-04-03 18:00"],
                [day, "周", "b", None, None, "2025-04-01"],
                [day, "周", "c", "不予受理", "无凭证", "2025-04-02"],
                [day, "周", "d", "已解决", None, "2025-04-02"],
                [day, "周", "e", "处理中", None, "2025-04-02"],
                [day, "周", "f", "已结案", None, "2025-03-31"],
                [fields.Datetime.now() + timedelta(days=3), "周", "g", None, None, None],
                [day, "周", "h", "飞走了", None, None],
            )
        )
        a, b, c, d, e = self.complaints(record)
        self.assertEqual(
            (a.state, a.closed_at, a.resolution), ("closed", datetime(2025, 4, 3, 10, 0), "已退款")
        )
        self.assertEqual((b.state, b.closed_at), ("closed", b.received_at))
        self.assertEqual((c.state, c.rejection_reason, c.resolution), ("rejected", "无凭证", False))
        self.assertEqual(
            (d.state, d.resolved_at, d.closed_at), ("resolved", datetime(2025, 4, 1, 16, 0), False)
        )
        self.assertEqual(
            (e.state, e.closed_at, e.import_note), ("investigating", False, "办结时间: 2025-04-02")
        )
        self.assertLessEqual(
            {
                (7, "办结时间", "closed_before_received"),
                (8, "投诉时间", "received_in_future"),
                (9, "处理状态", "choice_unknown"),
            },
            self.problems(record),
        )
