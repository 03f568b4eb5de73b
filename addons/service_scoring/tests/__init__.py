from . import test_groups
from . import test_payroll_batch
from . import test_payroll_layout
