{
    "name": "Service Center",
    "summary": "Customer complaints from intake to closing, ledger import and monthly report",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["service_kernel", "sale", "hr", "rating", "survey"],
    "data": [],
    "installable": True,
    "application": True,
}
