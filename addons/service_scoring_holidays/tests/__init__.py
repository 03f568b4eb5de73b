from . import test_days_off
