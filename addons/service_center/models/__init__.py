from . import ir_sequence
from . import res_company
from . import service_complaint
from . import res_partner
from . import hr_employee
from . import service_complaint_ledger
