from . import service_complaint_decide
from . import service_complaint_merge
from . import service_complaint_raise
from . import service_complaint_report_wizard
from . import service_corrective_decide
from . import service_rectification_decide
from . import service_erasure_wizard
from . import service_complaint_hear
