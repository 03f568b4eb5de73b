from . import service_score_payroll_withdraw
