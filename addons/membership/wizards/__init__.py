from . import membership_statement
