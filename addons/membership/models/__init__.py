from . import loyalty_card_member
from . import membership_card_code
from . import membership_card_request
from . import membership_gift
from . import membership_card_opening
from . import product_template
from . import sale_order_line_member
from . import res_partner_member
from . import membership_guard
from . import res_company
from . import loyalty_program
from . import loyalty_card
from . import membership_point_move
from . import membership_point_lot
from . import membership_point_allocation
from . import membership_benefit
from . import membership_benefit_usage
from . import membership_benefit_left
from . import membership_benefit_use
from . import loyalty_card_benefit
from . import service_policy_pack_benefit
from . import membership_benefit_erasure
from . import (
    res_company,
    membership_point_move,
    membership_point_lot,
    membership_point_allocation,
    loyalty_program,
    loyalty_program_opening,
    loyalty_card,
    loyalty_card_account,
    loyalty_card_points,
    loyalty_card_return,
    loyalty_card_change,
    loyalty_card_expiry,
    loyalty_card_merge,
    base_partner_merge,
    loyalty_balance_wizard,
    sale_order,
    sale_order_line,
    account_move,
    service_check,
)
from . import membership_guard
from . import res_company
from . import membership_point_move
from . import membership_point_lot
from . import membership_point_allocation
from . import loyalty_program
from . import loyalty_program_opening
from . import loyalty_card
from . import loyalty_card_account
from . import loyalty_card_points
from . import loyalty_card_return
from . import loyalty_card_change
from . import loyalty_card_expiry
from . import loyalty_card_merge
from . import base_partner_merge
from . import loyalty_balance_wizard
from . import sale_order
from . import sale_order_line
from . import account_move
from . import service_check
from . import membership_guard
from . import ir_sequence
from . import loyalty_card_member
from . import membership_card_code
from . import membership_card_request
from . import membership_gift
from . import membership_card_opening
from . import product_template
from . import sale_order_line_member
from . import res_partner_member
from . import loyalty_card_number
from . import loyalty_card_state
from . import loyalty_card_validity
from . import loyalty_program_issue
from . import loyalty_card_search
from . import membership_plan
from . import membership_tier
from . import membership_fact
from . import membership_standing
from . import membership_measure
from . import membership_plan_judge
from . import res_partner_standing
from . import loyalty_card_tier
from . import sale_order_tier
from . import product_template_trip
from . import service_policy_pack_plan
from . import loyalty_card_page
from . import membership_gift_steps
from . import membership_card_request_steps
from . import sale_order_member
from . import loyalty_program_member
from . import membership_card_opening_ledger
from . import loyalty_card_portal
