from . import test_new_friends
