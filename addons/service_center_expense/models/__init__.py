from . import hr_expense, service_order
