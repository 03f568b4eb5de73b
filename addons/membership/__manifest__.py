{
    "name": "Membership",
    "summary": "Cards, points with expiry, tiers and entitlements on Odoo's own loyalty",
    "version": "19.0.0.2.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_kernel", "sale_loyalty"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/point_cron.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "installable": True,
    "application": False,
}
