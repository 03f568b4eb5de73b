{
    "name": "Service Kernel",
    "summary": "Sites, categories, numbering and ledger import shared by the service suite",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["mail", "portal", "resource", "phone_validation"],
    "data": [],
    "installable": True,
    "application": False,
}
