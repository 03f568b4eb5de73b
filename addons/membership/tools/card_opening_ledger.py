"""The columns of a list of cards from another system, and the problems that only such a list can have."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.service_kernel.tools.ledger_column import column_maker

from . import ledger_checks

_lt = LazyTranslate(__name__)

HEADINGS = {
    "number": ("卡号", "会员卡号", "会员号", "会员编号", "Card Number", "Card No.", "Member No."),
    "name": ("姓名", "会员姓名", "客户姓名", "客户", "Name", "Member", "Customer"),
    "phone": ("手机", "手机号", "电话", "联系电话", "手机号码", "Phone", "Mobile"),
    "program": ("会员计划", "会员项目", "卡种", "Program"),
    "joined": ("入会日期", "开卡日期", "办卡日期", "Member Since", "Joined"),
    "tier": ("会员等级", "等级", "级别", "卡级别", "Tier", "Level"),
    "points": ("积分余额", "积分", "剩余积分", "可用积分", "Balance", "Points"),
    "expires": ("积分有效期", "积分到期日", "有效期至", "到期日", "Balance Expires On", "Expires"),
}
MESSAGES = ledger_checks.MESSAGES | {
    "card_number_taken": _lt("The number “%(value)s” is that of another card already."),
    "card_number_twice": _lt("Row %(row)s has the same card number."),
    "card_holder_has_one": _lt("“%(value)s” has the card %(card)s of this program already."),
    "card_holder_twice": _lt("Row %(row)s gives this person a card of the same program."),
    "card_holder_ambiguous": _lt("%(count)s customers have this name and phone number. Merge them first."),
    "card_program_missing": _lt(
        "Of which program is the card? There is not just one: say it in a column “Program”."
    ),
    "card_program_unknown": _lt("No membership program of the company is called “%(value)s”."),
    "card_points_expired": _lt(
        "The balance expired on “%(value)s”. Leave the balance empty, or correct the day."
    ),
    "card_tier_unknown": _lt("The plan has no tier “%(value)s”; the text is kept as a note."),
}


def opening_columns(env):
    """The columns of a list of cards in the order of the template, labelled in the language of ``env``."""
    column = column_maker(HEADINGS)
    return [
        column(
            "number",
            env._("Card Number"),
            required=True,
            limit=50,
            example="D000123",
            help=env._("The card keeps this number."),
        ),
        column(
            "name", env._("Name"), required=True, limit=200, example="王小明", help=env._("Of the member.")
        ),
        column(
            "phone",
            env._("Phone"),
            "phone",
            example="13800001234",
            help=env._("Name and phone find a customer who is known already."),
        ),
        column(
            "program",
            env._("Program"),
            "relation",
            help=env._("Name or code; empty where the company has only one."),
        ),
        column("joined", env._("Member Since"), "date", example="2024-03-01", help=env._("Write the year.")),
        column(
            "tier",
            env._("Tier"),
            limit=50,
            example="silver",
            help=env._("Code of the tier in the other system or here."),
        ),
        column("points", env._("Balance"), "amount", example="1280", help=env._("Points that are left.")),
        column(
            "expires",
            env._("Balance Expires On"),
            "date",
            example="2027-12-31",
            help=env._("The last usable day; empty: as the program says."),
        ),
    ]
