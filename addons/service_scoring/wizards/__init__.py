from . import service_score_payroll_withdraw
from . import service_score_entry_hear
from . import service_score_entry_reason
from . import service_score_sheet_generate
from . import service_score_sheet_reply
from . import service_score_sheet_link
from . import service_score_award_reverse
