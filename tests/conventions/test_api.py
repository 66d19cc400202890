"""Every resource of the API keeps the same promises."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from portal.api.actions import issue_token
from portal.api.routing import app_routers
from portal.api.viewsets import ScopedViewSet
from portal.personal.fields import EncryptedField

RESOURCES = [
    (f"/api/v1/{label}/{prefix}/", viewset)
    for label, router in sorted(app_routers().items())
    for prefix, viewset, _ in router.registry
]
SCOPED = [(address, viewset) for address, viewset in RESOURCES if issubclass(viewset, ScopedViewSet)]
each_resource = pytest.mark.parametrize(
    ("address", "viewset"), RESOURCES, ids=[address for address, _ in RESOURCES]
)
each_list = pytest.mark.parametrize(("address", "viewset"), SCOPED, ids=[address for address, _ in SCOPED])


def ask(user, address: str):
    client = APIClient()
    if user:
        client.credentials(HTTP_AUTHORIZATION=f"Token {issue_token(user)}")
    return client.get(address)


@each_resource
def test_anonymous_is_401(address, viewset, db):
    assert ask(None, address).status_code == 401


@each_list
def test_every_column_filter_and_ordering_is_sound(address, viewset):
    assert viewset.record_entries()
    assert all(one.name == name for name, one in viewset.table.conditions().items())
    assert all(viewset.table.ordering(name).field is not None for name in viewset.table.order_names())


@each_list
def test_personal_data_goes_out_masked(address, viewset):
    for entry in viewset.record_entries():
        assert not isinstance(entry.field, EncryptedField) or entry.format is not None


@each_list
@pytest.mark.parametrize("role", ["auditor", "street_leader", "grid_worker", "audit_admin", "outsider"])
def test_the_list_is_what_one_may_see(address, viewset, role, request, street, grid):
    user = request.getfixturevalue(role)
    answer = ask(user, f"{address}?page_size=200")
    asking = viewset()
    asking.request = type("Asking", (), {"user": user})()

    assert answer.status_code == 200
    assert len(answer.json()["results"]) == asking.visible().count()
