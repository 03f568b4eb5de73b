from . import test_delivery, test_parts, test_replacement
