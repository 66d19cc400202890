from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.second_factor import has_second_factor, reset_second_factor, verify_code
from portal.errors import InvalidInput, NotPermitted
from tests.portal.accounts.conftest import bind, code_of, current_code, events, log_in

BIND, VERIFY, PAGE = "/account/second-factor/", "/account/second-factor/verify/", "/desk/calendar/"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_binding_shows_the_secret_and_then_the_recovery_codes_once(economy_clerk):
    client = log_in(economy_clerk)
    page = client.get(BIND).content.decode()
    assert "密钥" in page
    device = TOTPDevice.objects.get(user=economy_clerk, confirmed=False)
    answer = client.post(BIND, {"code": current_code(device)})
    assert len(answer.context["codes"]) == 10
    assert has_second_factor(economy_clerk)
    assert client.get(PAGE).status_code == 200
    page = client.get(BIND).content.decode()
    assert "还有 10 个恢复码" in page
    assert "密钥" not in page
    assert "second_factor_bound" in events()


def test_a_wrong_code_binds_nothing_and_may_be_corrected_at_once(economy_clerk):
    client = log_in(economy_clerk)
    client.get(BIND)
    assert "动态口令不对" in client.post(BIND, {"code": "abc"}).content.decode()
    assert not has_second_factor(economy_clerk)
    device = TOTPDevice.objects.get(user=economy_clerk)
    client.post(BIND, {"code": current_code(device)})
    assert has_second_factor(economy_clerk)


def test_who_has_one_passes_nothing_before_the_code(economy_clerk):
    bind(economy_clerk)
    client = log_in(economy_clerk)
    assert client.get(PAGE).url == f"{VERIFY}?next={PAGE}"
    assert client.get("/account/password/").url.startswith(VERIFY)
    assert client.get(BIND).url.startswith(VERIFY)
    assert client.get("/api/v1/accounts/me/").status_code == 401
    assert client.get("/login/").status_code == 200, "on public pages still nobody"
    answer = client.post(f"{VERIFY}?next={PAGE}", {"code": code_of(economy_clerk)})
    assert answer.url == PAGE
    assert client.get(PAGE).status_code == 200
    assert "second_factor_passed" in events()


def test_a_wrong_code_is_told_and_recorded(economy_clerk):
    bind(economy_clerk)
    client = log_in(economy_clerk)
    assert "动态口令不对" in client.post(VERIFY, {"code": "000000"}).content.decode()
    assert client.get(PAGE).status_code == 302
    assert "second_factor_failed" in events()


def test_after_a_wrong_code_a_right_one_must_wait(economy_clerk):
    bind(economy_clerk)
    assert not verify_code(economy_clerk, "000000")
    assert not verify_code(economy_clerk, code_of(economy_clerk))
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        assert verify_code(economy_clerk, code_of(economy_clerk))


def test_a_code_works_once(economy_clerk):
    bind(economy_clerk)
    code = code_of(economy_clerk)
    assert verify_code(economy_clerk, code)
    assert not verify_code(economy_clerk, code)


def test_a_recovery_code_works_once_and_is_stored_as_a_digest(economy_clerk):
    codes = bind(economy_clerk)
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code.replace("-", "") for code in codes}
    client = log_in(economy_clerk)
    client.post(VERIFY, {"code": codes[0].upper()})
    assert client.get(PAGE).status_code == 200
    assert not verify_code(economy_clerk, codes[0])
    assert StaticToken.objects.count() == 9


def test_a_stored_digest_opens_nothing(economy_clerk):
    bind(economy_clerk)
    assert not verify_code(economy_clerk, StaticToken.objects.first().token)


def test_another_users_codes_open_nothing(economy_clerk, street_leader):
    codes = bind(street_leader)
    bind(economy_clerk)
    assert not verify_code(economy_clerk, codes[0])


def test_the_session_key_changes_with_the_code(economy_clerk):
    bind(economy_clerk)
    client = log_in(economy_clerk)
    before = client.session.session_key
    client.post(VERIFY, {"code": code_of(economy_clerk)})
    assert client.session.session_key != before


def test_a_new_login_asks_again(economy_clerk):
    bind(economy_clerk)
    client = log_in(economy_clerk)
    client.post(VERIFY, {"code": code_of(economy_clerk)})
    client.post("/logout/")
    log_in(economy_clerk, client=client)
    assert client.get(PAGE).url.startswith(VERIFY)


def test_unfinished_logins_can_be_left(economy_clerk):
    bind(economy_clerk)
    client = log_in(economy_clerk)
    assert client.post("/logout/").url == "/"


def test_administrators_and_auditors_must_bind_first(
    required, admin_user, security_admin, audit_admin, auditor
):
    for user in (admin_user, security_admin, audit_admin, auditor):
        client = log_in(user)
        assert client.get(PAGE).url.startswith(BIND)
        assert client.get("/admin/").url.startswith(BIND)
        assert "您的岗位必须使用动态口令" in client.get(BIND).content.decode()
        client.post(BIND, {"code": current_code(TOTPDevice.objects.get(user=user))})
        assert client.get(PAGE).status_code == 200


def test_others_need_not(required, economy_clerk):
    assert log_in(economy_clerk).get(PAGE).status_code == 200


def test_outside_production_nobody_must(admin_user):
    assert log_in(admin_user).get(PAGE).status_code == 200


def test_a_role_gained_while_logged_in_asks_at_once(required, nobody, street, district):
    from portal.accounts.actions import place

    place(nobody, role="economy_clerk", area=street)
    client = log_in(nobody)
    assert client.get(PAGE).status_code == 200
    place(nobody, role="auditor", area=district)
    assert client.get(PAGE).url.startswith(BIND)


def test_new_recovery_codes_replace_the_old(economy_clerk):
    old = bind(economy_clerk)
    client = log_in(economy_clerk)
    client.post(VERIFY, {"code": old[0]})
    answer = client.post("/account/second-factor/codes/", {"code": code_of(economy_clerk)})
    assert len(answer.context["codes"]) == 10
    assert not verify_code(economy_clerk, old[1])


def test_unbinding_needs_a_code(economy_clerk):
    old = bind(economy_clerk)
    client = log_in(economy_clerk)
    client.post(VERIFY, {"code": old[0]})
    client.post("/account/second-factor/unbind/", {"code": "nonsense"})
    assert has_second_factor(economy_clerk)
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        assert client.post("/account/second-factor/unbind/", {"code": old[1]}).status_code == 302
    assert not has_second_factor(economy_clerk)
    assert client.get(PAGE).status_code == 200
    assert log_in(economy_clerk).get(PAGE).status_code == 200


def test_wrong_codes_are_counted_on_every_page(economy_clerk):
    old = bind(economy_clerk)
    client = log_in(economy_clerk)
    client.post(VERIFY, {"code": old[0]})
    for page in ("codes", "unbind"):
        client.post(f"/account/second-factor/{page}/", {"code": "nonsense"})
        client.post(f"/account/second-factor/{page}/", {"code": "000000"})
    assert economy_clerk.staticdevice_set.get().throttling_failure_count == 1, (
        "the second came too soon to be looked at"
    )
    assert economy_clerk.totpdevice_set.get().throttling_failure_count == 1


def test_who_must_have_one_is_sent_to_bind_the_next(required, auditor):
    old = bind(auditor)
    client = log_in(auditor)
    client.post(VERIFY, {"code": old[0]})
    client.post("/account/second-factor/unbind/", {"code": old[1]})
    assert client.get(PAGE).url.startswith(BIND)


def test_a_lost_phone_is_taken_off_by_the_security_administrator(economy_clerk, security_admin):
    bind(economy_clerk)
    reset_second_factor(economy_clerk, by=security_admin, reason="手机遗失")
    assert not has_second_factor(economy_clerk)
    assert "second_factor_reset" in events()


def test_nobody_else_takes_it_off(economy_clerk, security_admin, admin_user):
    bind(economy_clerk)
    bind(security_admin)
    for user, by in [
        (economy_clerk, admin_user),
        (economy_clerk, economy_clerk),
        (security_admin, security_admin),
    ]:
        with pytest.raises(NotPermitted):
            reset_second_factor(user, by=by, reason="手机遗失")
    with pytest.raises(InvalidInput):
        reset_second_factor(economy_clerk, by=security_admin, reason="")
    assert has_second_factor(economy_clerk)
