from . import complaint_form
from . import tracking
from . import portal
from . import intake
from . import workbooks
from . import order_portal
from . import visits
