from . import membership_benefit_use_wizard
from . import membership_benefit_cancel_wizard
from . import membership_plan_what_if
