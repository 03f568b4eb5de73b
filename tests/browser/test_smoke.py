"""The web client opens, and nothing is missing."""


def test_web_client_opens(page, login, screenshot):
    page.goto("/web/login")
    page.wait_for_selector("input[name=login]")
    screenshot("login")
    login("manager")
    page.click(".o_navbar_apps_menu button")
    page.wait_for_selector(".o-dropdown--menu .o_app")
    page.wait_for_function("document.fonts.status === 'loaded'")
    screenshot("web-client")
