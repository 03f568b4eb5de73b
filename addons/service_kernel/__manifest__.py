{
    "name": "Service Kernel",
    "summary": "Sites, categories, numbers and ledger import that the service suite shares",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Suite",
    "license": "LGPL-3",
    "depends": ["mail", "portal", "resource", "phone_validation"],
    "external_dependencies": {"python": ["openpyxl", "phonenumbers", "XlsxWriter"]},
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_cron.xml",
        "views/service_site_views.xml",
        "views/service_category_views.xml",
    ],
    "demo": [
        "demo/service_site.xml",
        "demo/service_category.xml",
    ],
    "installable": True,
    "application": False,
}
