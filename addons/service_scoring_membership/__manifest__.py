{
    "name": "Service Scoring: Membership",
    "summary": "New customer friends are measured against the targets of employees and units",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_scoring", "membership"],
    "data": [],
    "auto_install": True,
    "installable": True,
    "application": False,
}
