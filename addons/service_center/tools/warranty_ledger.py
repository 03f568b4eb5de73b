"""The columns of a ledger of sold items, and the problems that only such a ledger can have."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.service_kernel.tools.ledger_column import column_maker

_lt = LazyTranslate(__name__)

MESSAGES = {
    "bought_in_future": _lt("“%(value)s” is in the future."),
    "starts_before_bought": _lt(
        "“%(value)s” is before the day it was bought; only a serial number starts a warranty earlier."
    ),
    "proof_incomplete": _lt(
        "“%(value)s” without a number proves nothing: it comes in without proof, and that is kept as a note."
    ),
    "reading_negative": _lt("“%(value)s” is below zero."),
    "serial_taken": _lt("“%(value)s” is in warranty already: %(number)s."),
    "serial_repeated": _lt("“%(value)s” is twice in this ledger."),
    "no_term": _lt("No warranty term holds for “%(value)s”: name one, or have one set up."),
}
PROOFS = {
    "sale": ("销售订单", "订单", "sales order", "order"),
    "invoice": ("发票", "invoice"),
    "receipt": ("小票", "收据", "receipt"),
    "serial": ("序列号", "机身号", "serial", "serial number"),
    "none": ("无", "没有", "none", "no"),
}
BASES = {
    "purchase": ("购买", "购买日期", "purchase"),
    "delivery": ("交货", "送货", "delivery"),
    "installation": ("安装", "installation"),
    "serial": ("序列号", "生产日期", "serial", "serial number"),
}
HEADINGS = {
    "number": ("保修卡号", "保修单号", "编号", "Ledger No.", "Warranty No.", "No."),
    "product": ("产品", "商品", "产品名称", "型号", "Product", "Model"),
    "serial": ("序列号", "机身号", "出厂编号", "车架号", "Serial Number", "VIN"),
    "owner": ("客户", "客户名称", "用户", "车主", "Customer", "Owner"),
    "phone": ("电话", "联系电话", "手机", "Phone", "Mobile"),
    "bought": ("购买日期", "销售日期", "购机日期", "Bought On", "Purchase Date"),
    "start": ("保修开始日期", "起保日期", "Starts On", "Warranty Start"),
    "basis": ("起算依据", "Starts With"),
    "term": ("保修条款", "保修政策", "Warranty Term", "Term"),
    "proof": ("购买凭证", "凭证", "Proof of Purchase", "Proof"),
    "proof_number": ("凭证号", "发票号", "Number of the Proof", "Invoice No."),
    "order": ("销售订单", "订单号", "Sales order", "Order"),
    "reading": ("读数", "里程", "工作小时", "Reading", "Mileage"),
}


def warranty_columns(env):
    """The columns of a ledger of sold items in the order of the template, in the language of ``env``."""
    list_help = env._("One of the words in the list of the cell.")
    column = column_maker(HEADINGS)
    return [
        column(
            "number",
            env._("Ledger No."),
            limit=100,
            example="BX-0001",
            help=env._("Your own number, if you have one. A number is imported only once."),
        ),
        column(
            "product",
            env._("Product"),
            "relation",
            required=True,
            example="SKU-10086",
            help=env._("Internal reference, barcode or name."),
        ),
        column(
            "serial", env._("Serial number"), limit=100, example="SN20250001", help=env._("As on the item.")
        ),
        column(
            "owner",
            env._("Owner"),
            example="王女士",
            help=env._("Name of a contact, or of nobody known yet."),
        ),
        column(
            "phone",
            env._("Phone"),
            "phone",
            example="138 0013 8000",
            help=env._("If exactly one contact has it, that contact is the owner."),
        ),
        column(
            "bought",
            env._("Bought on"),
            "date",
            required=True,
            example="2025-03-05",
            help=env._("Write the year."),
        ),
        column(
            "start",
            env._("Starts on"),
            "date",
            example="2025-03-08",
            help=env._("Empty: the day it was bought."),
        ),
        column("basis", env._("Starts with"), "selection", choices=BASES, example="购买", help=list_help),
        column(
            "term",
            env._("Warranty term"),
            "relation",
            example="STD-12",
            help=env._("Code or name. Empty: that of the product."),
        ),
        column("proof", env._("Proof"), "selection", choices=PROOFS, example="发票", help=list_help),
        column(
            "proof_number",
            env._("Number of the proof"),
            limit=100,
            example="FP-123456",
            help=env._("Number of the invoice or receipt."),
        ),
        column(
            "order",
            env._("Sales order"),
            "relation",
            example="S00042",
            help=env._("Number of a sales order."),
        ),
        column(
            "reading",
            env._("Reading"),
            "amount",
            example="12000",
            help=env._("What it was read at last; not below zero."),
        ),
    ]
