from . import membership_statement_report
