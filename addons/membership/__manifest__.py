{
    "name": "Membership",
    "summary": "Cards, tiers and points on Odoo loyalty",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_kernel", "sale_loyalty"],
    "data": [],
    "installable": True,
    "application": True,
}
