{
    "name": "Service Center: Scoring",
    "summary": "Complaints, callbacks, overdue cases and repeat repairs propose score entries",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_center", "service_scoring"],
    "data": [
        "data/score_source_cron.xml",
        "data/policy_packs.xml",
        "views/service_center_views.xml",
    ],
    "auto_install": True,
    "installable": True,
    "application": False,
}
