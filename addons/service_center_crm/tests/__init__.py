from . import test_lead_callbacks
from . import test_prospects
