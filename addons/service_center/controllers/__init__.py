from . import complaint_form
from . import tracking
from . import portal
from . import intake
from . import workbooks
from . import visits
from . import technician_months
from . import order_portal
