from . import membership_plan_what_if
from . import membership_card_wizard
from . import membership_gift_answer
from . import membership_gift_wizard
from . import membership_issue_wizard
from . import membership_points_wizard
from . import membership_request_refuse
