"""A passkey, in a browser that has one: set up, then logged in with, under the strict policy."""

import re

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_set_up_and_logs_in(open_page, complaints):
    page = open_page("/healthz")
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/admin/login/?next=/admin/account/factors/webauthn/add/")
    page.fill("#id_username", "mina")
    page.fill("#id_password", "a long enough password")
    page.click("[type=submit] >> nth=0")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.check("#codes_saved")
    page.click("#logout-form button")
    page.goto("/admin/login/")
    page.click("#passkey_login")
    page.wait_for_url(re.compile("/admin/$"))
    assert page.locator("#user-tools").is_visible()
    assert not complaints
