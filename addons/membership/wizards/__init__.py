from . import base_partner_merge
from . import loyalty_balance_wizard
from . import membership_statement
