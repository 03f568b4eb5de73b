{
    "name": "Membership",
    "summary": "Cards, tiers and points on Odoo loyalty: roles of the coming membership",
    "version": "19.0.0.2.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_kernel", "sale_loyalty"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "security/card_rules.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "installable": True,
    "application": False,
}
