from . import test_delivery, test_replacement
from . import test_delivery, test_parts
