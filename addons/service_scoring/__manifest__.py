{
    "name": "Service Scoring",
    "summary": "Staff scoring from rule books: rules, points, fines, sheets and payroll",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_kernel", "hr"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/menus.xml",
        "data/policy_packs.xml",
    ],
    "installable": True,
    "application": True,
}
