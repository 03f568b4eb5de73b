{
    "name": "Service Scoring",
    "summary": "Staff scoring from rule books",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_kernel", "hr"],
    "data": [],
    "installable": True,
    "application": True,
}
