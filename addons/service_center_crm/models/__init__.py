from . import crm_lead, service_callback_plan
