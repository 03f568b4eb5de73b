"""The mall keeps its time, wherever the administrator's browser is (invariant T10).

It needs the administrator's first login: the other browser tests log in as the people of the mall.
"""

import re

from playwright.sync_api import expect


def test_the_first_login_does_not_move_the_company(page, any_login, chromium, server):
    elsewhere = chromium.new_context(base_url=server.url, timezone_id="America/New_York", locale="en-US")
    tab = elsewhere.new_page()
    any_login(tab, "admin")
    tab.goto("/odoo/resource.calendar/1")
    expect(tab.locator(".o_field_widget[name=tz] input")).to_have_value(re.compile("^Asia/Shanghai"))
    elsewhere.close()
