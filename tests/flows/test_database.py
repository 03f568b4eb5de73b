"""The database that ./run and ./test work on is the one that was promised."""


def test_languages_and_currency(env):
    codes = {code for code, _name in env["res.lang"].get_installed()}
    assert {"en_US", "zh_CN"} <= codes
    company = env.ref("base.main_company")
    assert (company.country_id.code, company.currency_id.name) == ("CN", "CNY")


def test_no_demo_data(env):
    """Tests must not lean on Odoo's demo data: a company has none."""
    assert not env["ir.module.module"].search([("demo", "=", True)])
