from . import test_target_sales
