from . import service_holiday_wizard
from . import service_policy_pack_export
from . import service_policy_pack_wizard
from . import service_sla_review
from . import service_sla_review_line
