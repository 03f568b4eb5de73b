"""The columns of a register of repairs and service, and the problems that only such a register can have."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.service_kernel.tools.ledger_column import column_maker

from .complaint_words import CHANNELS
from .order_words import CAUSES, HEADINGS, LIABILITY, STATES, WARRANTY

_lt = LazyTranslate(__name__)

MAX_STORY = 32_767  # characters, as many as a cell of a spreadsheet holds

MESSAGES = {
    "order_in_future": _lt("“%(value)s” is in the future."),
    "finished_before_received": _lt("“%(value)s” is before the request was received."),
    "finished_but_open": _lt(
        "“%(value)s” is when it was finished, but the status says that it is open; kept as a note."
    ),
    "hours_unreadable": _lt("“%(value)s” cannot be read as hours; write 1.5, 2h 30min or half a day."),
    "hours_too_many": _lt("“%(value)s” are more hours than a job can take."),
    "cost_negative": _lt("“%(value)s” is below zero."),
    "technicians_several": _lt(
        "“%(value)s”: the first one is the technician, the others are kept as a note."
    ),
}


def order_columns(env):
    """The columns of such a register in the order of the template, labelled in the language of ``env``."""
    list_help = env._("One of the words in the list of the cell.")
    name_help = env._("Name, or code.")
    column = column_maker(HEADINGS)

    def story(code, label, example, explanation, **options):
        return column(code, label, limit=MAX_STORY, example=example, help=explanation, **options)

    def choice(code, label, words, example):
        return column(code, label, "selection", choices=words, example=example, help=list_help)

    def moment(code, label, example, **options):
        return column(
            code,
            label,
            "datetime",
            example=example,
            help=env._("Date, or date and time. Write the year."),
            **options,
        )

    return [
        column(
            "number",
            env._("Order No."),
            limit=100,
            example="WX-2025-0001",
            help=env._("Your own number, if you have one. A number is imported only once."),
        ),
        moment("received_at", env._("Received at"), "2025-03-05 14:30", required=True),
        column(
            "customer",
            env._("Customer"),
            required=True,
            example="王女士",
            help=env._("Who asked for the service."),
        ),
        column(
            "phone",
            env._("Phone"),
            "phone",
            example="138 0013 8000",
            help=env._(
                "One number, in any notation. If exactly one contact has it, the order is linked to it."
            ),
        ),
        column("address", env._("Address"), example="丽景花园3栋1202", help=env._("Where the work is done.")),
        choice("channel", env._("Channel"), CHANNELS, "电话"),
        column("type", env._("Service type"), "relation", example="上门维修", help=name_help),
        column("category", env._("Category"), "relation", example="五金件", help=name_help),
        column(
            "product",
            env._("Product"),
            "relation",
            example="SKU-10086",
            help=env._("Internal reference, barcode or name."),
        ),
        column(
            "serial",
            env._("Serial number"),
            limit=100,
            example="MC-2023-00815",
            help=env._("Serial number or lot."),
        ),
        story("description", env._("Problem"), "推拉门关不严", env._("What was reported."), required=True),
        choice("warranty", env._("Warranty"), WARRANTY, "保内"),
        choice("cause", env._("Cause"), CAUSES, "质量问题"),
        column(
            "technician", env._("Technician"), "names", example="张师傅", help=env._("Name of an employee.")
        ),
        moment("planned_start", env._("Planned for"), "2025-03-08"),
        moment("finished_at", env._("Finished at"), "2025-03-08 11:20"),
        column(
            "hours",
            env._("Hours"),
            limit=50,
            example="1.5",
            help=env._("Hours worked: 1.5, 2h 30min, 90 min, or half a day."),
        ),
        story(
            "material",
            env._("Material"),
            "滑轮×4、玻璃胶1支",
            env._("Parts used, separated by a comma, with their quantities."),
        ),
        column(
            "amount",
            env._("Cost"),
            "amount",
            example="180",
            help=env._("What the job cost, in the company's currency; not below zero."),
        ),
        choice("liability", env._("Paid by"), LIABILITY, "公司"),
        story("work_done", env._("Work done"), "更换滑轮，调试正常", env._("What was done.")),
        story(
            "opinion", env._("Customer's opinion"), "满意", env._("What the customer says about the work.")
        ),
        column("signed_by", env._("Signed by"), limit=100, example="王女士", help=env._("Who signed.")),
        choice("state", env._("Status"), STATES, "已结案"),
        story("unfinished", env._("Why unfinished"), "缺同色型材", env._("Why it was not finished at once.")),
    ]
