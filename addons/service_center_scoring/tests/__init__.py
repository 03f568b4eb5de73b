from . import test_source_complaint
from . import test_source_clock
from . import test_source_callback
from . import test_source_satisfaction
from . import test_source_mall
from . import test_source_access
from . import test_pack_callbacks_scores
from . import test_pack_mall_scores
