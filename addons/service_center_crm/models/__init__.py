from . import crm_lead, crm_lead_analysis, service_callback_plan
