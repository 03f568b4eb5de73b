from . import test_access
from . import test_complaint
from . import test_complaint_report
from . import test_complaint_report_wizard
from . import test_counters
from . import test_lifecycle
from . import test_performance
