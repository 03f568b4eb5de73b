from . import test_membership
