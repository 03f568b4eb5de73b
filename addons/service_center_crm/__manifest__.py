{
    "name": "Service Center: CRM",
    "summary": "Callbacks of callers and visitors who have not bought yet",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_center", "crm"],
    "data": ["views/crm_lead_views.xml", "data/policy_packs.xml"],
    "auto_install": True,
    "installable": True,
    "application": False,
}
