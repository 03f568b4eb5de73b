from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ledger_common import xlsx
from .order_common import OrderCase

DOORS = [
    *(
        "报修编号",
        "报修日期",
        "报修人",
        "联系电话",
        "楼盘房号",
        "报修方式",
        "服务项目",
        "产品名称",
        "产品编号",
    ),
    *(
        "报修内容",
        "保内/保外",
        "故障原因",
        "维修人员",
        "完成日期",
        "工时",
        "使用材料",
        "费用（元）",
        "费用承担",
    ),
    *("维修结果", "客户意见", "客户签字", "状态", "备注"),
]
ROW = [
    *("BX-1", "2025年3月5日 下午2点30分", "王女士", "138 0013 8111", "丽景花园3栋1202", "来电", "维修"),
    *("Meter", "TL80-2301-0012", "推拉门关不严", "保内", "质量问题", "Zhao Gong", "2025/3/8 11:20"),
    *("2小时30分", "滑轮×4、密封胶1支", "￥180", "公司", "更换滑轮", "满意", "王女士", "已完成", "旧件已交"),
]


class OrderLedgerCase(OrderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.cn")
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.Import = cls.env["service.ledger.import"].with_user(cls.officer)

    def take_in(self, *rows, **options):
        return self.Import._import_content("service.order", "register.xlsx", xlsx(*rows), **options)

    def orders(self, record):
        return self.env["service.order"].search([("ledger_import_id", "=", record.id)], order="id")

    @staticmethod
    def changed(**values):
        """``ROW`` with other cells, by heading."""
        return [values.get(heading, cell) for heading, cell in zip(DOORS, ROW, strict=True)]

    def problems(self, record):
        return {(problem.row, problem.heading, problem.code) for problem in record.problem_ids}


@tagged("post_install", "-at_install")
class TestOrderLedger(OrderLedgerCase):
    def test_a_repair_register_becomes_history(self):
        record = self.take_in(["静安门窗报修登记表"], DOORS, ROW)
        order = self.orders(record)
        self.assertRecordValues(
            order,
            [
                {
                    "received_at": datetime(2025, 3, 5, 6, 30),
                    "finished_at": datetime(2025, 3, 8, 3, 20),
                    "closed_at": datetime(2025, 3, 8, 3, 20),
                    "contact_name": "王女士",
                    "contact_phone": "138 0013 8111",
                    "address": "丽景花园3栋1202",
                    "channel": "phone",
                    "type_id": self.types["on_site_repair"].id,
                    "product_id": self.product.id,
                    "serial": "TL80-2301-0012",
                    "warranty_state": "in",
                    "defect_cause": "manufacturing",
                    "employee_id": self.technician.id,
                    "liability": "company",
                    "company_share": 100,
                    "customer_share": 0,
                    "customer_opinion": "满意",
                    "signed_by": "王女士",
                    "state": "closed",
                    "work_hours": 2.5,
                    "work_cost": 180,
                    "is_history": True,
                    "import_note": "备注: 旧件已交",
                }
            ],
        )
        self.assertEqual(
            [(line.kind, line.name, line.quantity) for line in order.line_ids],
            [
                ("part", "滑轮", 4),
                ("part", "密封胶", 1),
                ("labour", "Labour", 2.5),
                ("other", "Costs of the job", 1),
            ],
        )

    def test_history_has_no_clocks_messages_or_followers(self):
        self.env["service.sla.policy"].create(
            {
                "name": "Repairs",
                "code": "repairs",
                "model": "service.order",
                "target_ids": [(0, 0, {"metric": "resolve", "value": 7, "unit": "working_days"})],
            }
        )
        history = self.orders(self.take_in(DOORS, self.changed(状态="维修中", 完成日期=None)))
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(history.state, "in_progress")
        self.assertFalse(history.message_ids or history.message_follower_ids or history.activity_ids)
        self.assertFalse(history.sla_deadline)
        history.action_finish()
        self.assertFalse(
            self.env["service.sla.clock"].search(
                [("res_id", "=", history.id), ("res_model", "=", "service.order")]
            )
        )
        current = self.orders(
            self.take_in(
                DOORS,
                self.changed(报修编号="BX-2", 报修内容="门", 状态="待派工", 完成日期=None),
                as_history=False,
            )
        )
        self.assertEqual((current.state, current.is_history), ("confirmed", False))
        self.assertTrue(current.sla_deadline)

    def test_twice_is_once(self):
        rows = [DOORS, ROW, self.changed(报修编号=None, 报修内容="窗户漏水")]
        self.assertEqual(self.take_in(*rows).created_count, 2)
        again = self.take_in(*rows)
        self.assertRecordValues(again, [{"created_count": 0, "repeat_count": 2, "bad_count": 0}])
        contradicting = self.take_in(DOORS, self.changed(报修内容="另一件事"))
        self.assertEqual(self.problems(contradicting), {(2, "报修编号", "number_imported")})

    def test_bad_rows_stay_out_with_line_and_reason_and_the_good_ones_are_in(self):
        bad = {
            "order_in_future": {"报修日期": f"{date.today() + timedelta(2)}", "完成日期": None},
            "finished_before_received": {"完成日期": "2025-03-04"},
            "cost_negative": {"费用（元）": "-1"},
            "hours_unreadable": {"工时": "一会儿"},
            "hours_too_many": {"工时": "1001"},
            "choice_unknown": {"费用承担": "再说"},
            "missing": {"报修内容": None},
            "date_no_year": {"报修日期": "3月5日"},
        }
        rows = [self.changed(报修编号=f"B-{code}", **cells) for code, cells in bad.items()]
        record = self.take_in(DOORS, *rows, ROW)
        self.assertEqual((record.created_count, record.bad_count), (1, len(bad)))
        found = {problem.row: problem.code for problem in record.problem_ids if problem.severity == "error"}
        self.assertEqual(found, dict(enumerate(bad, 2)))
        self.assertTrue(all(problem.message for problem in record.problem_ids))

    def test_limits_of_hours_and_same_day(self):
        record = self.take_in(
            DOORS,
            self.changed(报修编号="L1", 工时="1000"),
            self.changed(报修编号="L2", 完成日期="2025-03-05"),  # the day of the request, without a time
        )
        most, same_day = self.orders(record)
        self.assertEqual(most.work_hours, 1000)
        self.assertEqual(same_day.finished_at, same_day.received_at)

    def test_what_is_unknown_is_kept_as_a_note(self):
        cells = {
            "产品名称": "老式木窗",
            "维修人员": "Zhao Gong、外包队",
            "服务项目": "抢修",
            "故障原因": "闹鬼",
        }
        order = self.orders(self.take_in(DOORS, self.changed(**cells)))
        self.assertEqual((order.product_id.id, order.employee_id), (False, self.technician))
        self.assertEqual((order.defect_cause, order.kind), ("unknown", "on_site_repair"))
        for heading, text in cells.items():
            self.assertIn(f"{heading}: {text}", order.import_note)

    def test_states_without_a_word_for_them(self):
        record = self.take_in(
            [heading for heading in DOORS if heading != "状态"],
            *(
                [cell for heading, cell in zip(DOORS, row, strict=True) if heading != "状态"]
                for row in (ROW, self.changed(报修编号="BX-2", 完成日期=None))
            ),
        )
        self.assertEqual(self.orders(record).mapped("state"), ["closed", "draft"])

    def test_an_open_state_and_a_finishing_date_contradict(self):
        order = self.orders(self.take_in(DOORS, self.changed(状态="等配件")))
        self.assertRecordValues(order, [{"state": "waiting", "waiting_for": "parts", "finished_at": False}])
        self.assertIn("完成日期", order.import_note)
        order.with_user(self.manager).action_resume()
        self.assertEqual(order.state, "confirmed")

    def test_shares_follow_who_pays(self):
        for word, liability, share in (
            ("公司", "company", 100),
            ("业主", "customer", 0),
            ("各半", "split", 50),
        ):
            order = self.orders(
                self.take_in(DOORS, self.changed(报修编号=word, 报修内容=word, 费用承担=word))
            )
            self.assertEqual((order.liability, order.company_share), (liability, share))
            self.assertEqual(order.company_share + order.customer_share, 100)

    def test_the_contact_with_the_telephone_is_found(self):
        order = self.orders(self.take_in(DOORS, self.changed(报修人="王芳", 联系电话="13800138000")))
        self.assertEqual((order.partner_id, order.contact_name), (self.customer, "王芳"))

    def test_types_by_their_own_names_and_by_words(self):
        own = self.env["service.order.type"].create(
            {"name": "抢修", "code": "rescue", "kind": "on_site_repair"}
        )
        expected = {
            "抢修": own,
            "rescue": own,
            "返厂": self.types["factory_repair"],
            "安装调试": self.types["installation"],
        }
        for word, one in expected.items():
            order = self.orders(
                self.take_in(DOORS, self.changed(报修编号=word, 报修内容=word, 服务项目=word))
            )
            self.assertEqual(order.type_id, one, word)

    def test_the_template_names_every_field(self):
        for lang in ("en_US", "zh_CN"):
            columns = self.env["service.order"].with_context(lang=lang)._ledger_columns()
            content = xlsx([column.label for column in columns], [column.example for column in columns])
            record = self.Import._import_content("service.order", "template.xlsx", content)
            self.assertEqual(record.column_ids.mapped("field_code"), [column.code for column in columns])
            errors = record.problem_ids.filtered(lambda one: one.severity == "error")
            self.assertLessEqual(set(errors.mapped("code")), {"relation_unknown_listed"}, "one's categories")

    def test_an_instrument_record_has_other_headings(self):
        heads = [
            "记录编号",
            "受理日期",
            "客户名称",
            "仪器型号",
            "序列号",
            "故障现象",
            "要求服务",
            "更换零件",
            "工程师",
        ]
        row = [
            "YQ-1",
            "2025-04-01",
            "第一中学",
            "Meter",
            "SN-77",
            "读数漂移",
            "返厂",
            "传感器1个",
            "Zhao Gong",
        ]
        order = self.orders(self.take_in(heads, row))
        self.assertEqual(
            (order.kind, order.serial, order.line_ids.name), ("factory_repair", "SN-77", "传感器")
        )

    def test_who_was_erased_does_not_come_back_with_the_ledger(self):
        record = self.take_in(DOORS, ROW)
        order = self.orders(record)
        order._anonymise()
        self.assertNotIn("王女士", f"{order.contact_name} {order.signed_by} {order.import_note}")
        self.assertFalse(order.contact_phone or order.address or record.file)
        again = self.take_in(DOORS, ROW)
        self.assertEqual((again.created_count, again.repeat_count), (0, 1))

    def test_only_officers_import(self):
        with self.assertRaises(AccessError):
            self.Import.with_user(self.user)._import_content("service.order", "r.xlsx", xlsx(DOORS, ROW))
        record = self.take_in(DOORS, ROW)
        self.assertTrue(record.with_user(self.officer).problem_ids.ids is not None)
        self.assertEqual(self.orders(record).create_uid, self.officer)

    def test_a_thousand_rows_cost_few_queries(self):
        rows = [self.changed(报修编号=f"Q-{number}", 报修内容=f"事由{number}") for number in range(1000)]
        self.take_in(DOORS, *rows[:3])
        before = self.env.cr.sql_log_count
        record = self.take_in(DOORS, *rows)
        self.env.flush_all()
        self.assertEqual((record.created_count, record.repeat_count), (997, 3))
        self.assertLessEqual(self.env.cr.sql_log_count - before, 1500)
