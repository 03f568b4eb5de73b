"""The columns of a list of card use, and the problems that only such a list can have."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.service_kernel.tools.ledger_column import column_maker

from . import ledger_checks

_lt = LazyTranslate(__name__)

HEADINGS = {
    "number": ("卡号", "会员卡号", "会员号", "Card Number", "Card No."),
    "date": ("日期", "消费日期", "耗卡日期", "划卡日期", "Date", "Day"),
    "amount": ("耗卡金额", "划卡金额", "消费金额", "金额", "Card Use", "Amount"),
    "service": ("项目", "服务项目", "护理项目", "Service", "Treatment"),
    "voucher": ("单号", "消费单号", "流水号", "Voucher", "Slip No."),
}
MESSAGES = ledger_checks.MESSAGES | {
    "card_use_no_card": _lt("No membership card has or had the number “%(value)s”."),
    "card_use_no_member": _lt("The card “%(value)s” belongs to nobody."),
}


def card_use_columns(env):
    """The columns in the order of the template, labelled in the language of ``env``."""
    column = column_maker(HEADINGS)
    return [
        column(
            "number",
            env._("Card Number"),
            required=True,
            limit=50,
            example="M000000123",
            help=env._("The number that the card has, or had before it was replaced."),
        ),
        column(
            "date", env._("Day"), "date", required=True, example="2026-09-05", help=env._("Write the year.")
        ),
        column(
            "amount",
            env._("Card Use"),
            "amount",
            required=True,
            example="380",
            help=env._("How much was taken from the card."),
        ),
        column("service", env._("Service"), limit=200, example="面部护理", help=env._("What it was for.")),
        column(
            "voucher",
            env._("Voucher"),
            limit=100,
            example="X20260905-03",
            help=env._("Tells apart two uses on one day for the same amount and service."),
        ),
    ]
