from . import test_source_complaint
from . import test_source_clock
from . import test_source_callback
from . import test_source_satisfaction
from . import test_source_mall
from . import test_source_access
