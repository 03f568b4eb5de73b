from . import test_message_sms
