"""The columns of a complaint ledger, and the problems that only such a ledger can have."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.service_kernel.tools.ledger_column import column_maker

from .complaint_words import CHANNELS, HEADINGS, STATES

_lt = LazyTranslate(__name__)

MAX_STORY = 32_767  # characters, as many as a cell of a spreadsheet holds


MESSAGES = {
    "received_in_future": _lt("“%(value)s” is in the future."),
    "closed_in_future": _lt("“%(value)s” is in the future."),
    "closed_before_received": _lt("“%(value)s” is before the complaint was received."),
    "closed_but_open": _lt(
        "“%(value)s” is a closing date, but the status says that it is open; kept as a note."
    ),
    "merged_unknown": _lt(
        "“%(value)s”: the ledger does not say into which complaint it was merged; it comes in as cancelled."
    ),
    "amount_negative": _lt("“%(value)s” is below zero."),
}


def complaint_columns(env):
    """The columns of a complaint ledger in the order of the template, labelled in the language of ``env``."""
    list_help = env._("One of the words in the list of the cell.")
    column = column_maker(HEADINGS)
    return [
        column(
            "number",
            env._("Ledger No."),
            limit=100,
            example="TS-2025-0001",
            help=env._("Your own number, if you have one. A number is imported only once."),
        ),
        column(
            "received_at",
            env._("Received at"),
            "datetime",
            required=True,
            example="2025-03-05 14:30",
            help=env._("Date, or date and time. Write the year."),
        ),
        column(
            "customer",
            env._("Customer"),
            required=True,
            example="王女士",
            help=env._("Name of the complainant."),
        ),
        column(
            "phone",
            env._("Phone"),
            "phone",
            example="138 0013 8000",
            help=env._(
                "One number, in any notation. If exactly one contact has it, the complaint is "
                "linked to that contact."
            ),
        ),
        column("email", env._("E-mail"), "email", example="wang@example.com", help=env._("One address.")),
        column("channel", env._("Channel"), "selection", choices=CHANNELS, example="电话", help=list_help),
        column(
            "category",
            env._("Category"),
            "relation",
            example="商品 / 质量",
            help=env._("Name, code, or path with “/”."),
        ),
        column(
            "site",
            env._("Site"),
            "relation",
            example="一楼 / 化妆品专柜",
            help=env._("Name, code, or path with “/”."),
        ),
        column(
            "department",
            env._("Responsible department"),
            "relation",
            example="楼面管理部",
            help=env._("Name of a department."),
        ),
        column(
            "description",
            env._("Description"),
            required=True,
            limit=MAX_STORY,
            example="购买三天后鞋底开胶",
            help=env._("What happened."),
        ),
        column(
            "demand",
            env._("Customer's demand"),
            limit=MAX_STORY,
            example="退货退款",
            help=env._("What the customer wants."),
        ),
        column(
            "product",
            env._("Product"),
            "relation",
            example="SKU-10086",
            help=env._("Internal reference, barcode or name."),
        ),
        column(
            "order",
            env._("Sales order"),
            "relation",
            example="S00042",
            help=env._("Number of a sales order."),
        ),
        column(
            "amount",
            env._("Amount at stake"),
            "amount",
            example="1,280.50",
            help=env._("In the company's currency; not below zero."),
        ),
        column(
            "employees",
            env._("Employees complained about"),
            "names",
            example="张三、李四",
            help=env._("Names, separated by a comma or semicolon."),
        ),
        column(
            "handler", env._("Handler"), "relation", example="李经理", help=env._("Name or login of a user.")
        ),
        column(
            "state",
            env._("Status"),
            "selection",
            choices=STATES,
            maybe=("处理情况", "处理结果", "办理情况", "结果"),
            example="已办结",
            help=list_help,
        ),
        column(
            "resolution",
            env._("Resolution"),
            limit=MAX_STORY,
            example="已换货，顾客满意",
            help=env._("What was done."),
        ),
        column(
            "closed_at",
            env._("Closed at"),
            "datetime",
            example="2025-03-07",
            help=env._("Date, or date and time."),
        ),
    ]
