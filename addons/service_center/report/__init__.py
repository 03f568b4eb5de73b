from . import service_complaint_statistics
from . import service_complaint_analysis
from . import service_complaint_analysis_outcome
from . import report_complaint_summary
from . import report_complaint_file
from . import service_dispatch_fairness
from . import service_order_analysis
from . import report_service_order
