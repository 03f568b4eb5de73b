from . import test_lead_callbacks
