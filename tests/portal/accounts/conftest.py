import time

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django_otp.oath import totp

from portal.accounts.second_factor import confirm_device, new_device
from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def nobody_is_locked(db):
    AccessAttempt.objects.all().delete()


def log_in(user, password=PASSWORD, client=None, path="/login/"):
    """A browser after sending name and password; the answer is in `client.answer`."""
    client = client or Client()
    client.answer = client.post(path, {"username": user.username, "password": password})
    return client


def current_code(device, steps_ahead=0) -> str:
    """What the authenticator shows now, or will show."""
    return f"{totp(device.bin_key, t0=int(-device.step * steps_ahead)):06d}"


def bind(user) -> list[str]:
    """A bound authenticator whose next code is not used up yet; returns the recovery codes."""
    device = new_device(user)
    codes = confirm_device(user, code=current_code(device))
    device.refresh_from_db()
    device.last_t = int(time.time()) // device.step - 5
    device.save()
    return codes


def code_of(user) -> str:
    """What the bound authenticator shows now."""
    return current_code(user.totpdevice_set.get(confirmed=True))


def events(**filters) -> list[str]:
    """The actions on the trail, oldest first."""
    from portal.audit.models import AuditEntry

    return list(AuditEntry.objects.filter(**filters).order_by("id").values_list("action", flat=True))
