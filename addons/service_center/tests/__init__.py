from . import test_access
from . import test_complaint
from . import test_counters
from . import test_lifecycle
from . import test_performance
