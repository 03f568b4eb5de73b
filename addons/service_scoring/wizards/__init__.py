from . import service_score_payroll_withdraw
from . import service_score_entry_hear
from . import service_score_entry_reason
