{
    "name": "Service Scoring",
    "summary": "Staff scoring from rule books: roles of the coming score ledger",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_kernel", "hr"],
    "data": ["security/groups.xml"],
    "installable": True,
    "application": False,
}
