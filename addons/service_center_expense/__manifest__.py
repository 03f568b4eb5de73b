{
    "name": "Service Center: Expenses",
    "summary": "Travel claims for service orders wait for the quality feedback sheet",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_center", "hr_expense"],
    "data": ["views/hr_expense_views.xml", "views/service_order_views.xml"],
    "auto_install": True,
    "installable": True,
    "application": False,
}
