{
    "name": "Service Scoring: Time Off",
    "summary": "Days off that scores earn become allocations of time off",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_scoring", "hr_holidays"],
    "data": ["data/hr_leave_type.xml", "views/service_score_consequence_views.xml"],
    "auto_install": True,
    "installable": True,
    "application": False,
}
