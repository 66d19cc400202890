"""Every section of the back office keeps the same promises."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from portal.backoffice.base import Scoped, ScopedModelAdmin
from portal.backoffice.paginator import CappedPaginator

SECTIONS = sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label)
each_section = pytest.mark.parametrize(
    ("model", "section"), SECTIONS, ids=[model._meta.label_lower for model, _ in SECTIONS]
)


@each_section
def test_every_section_is_scoped(model, section):
    assert isinstance(section, ScopedModelAdmin)
    assert all(issubclass(inline, Scoped) for inline in section.inlines)


@each_section
def test_no_section_counts_a_large_table(model, section):
    assert section.paginator is CappedPaginator
    assert section.show_full_result_count is False
    assert section.show_facets is admin.ShowFacets.NEVER


@each_section
def test_names_are_chinese(model, section):
    names = [model._meta.verbose_name, model._meta.verbose_name_plural]

    assert all(any("\u4e00" <= char <= "\u9fff" for char in str(name)) for name in names)


@each_section
def test_only_offices_without_area_are_shared(model, section):
    """A section may show all rows only when its model has no area to be scoped by."""
    assert not (section.shared and hasattr(model, "scope"))


@each_section
def test_who_holds_no_post_finds_nothing(model, section, nobody, rf):
    request = rf.get("/admin/")
    request.user = nobody

    assert not section.get_queryset(request).exists()
    assert not section.has_module_permission(request)
    assert not section.has_add_permission(request)


@each_section
def test_nobody_deletes(model, section, admin_user, rf):
    request = rf.get("/admin/")
    request.user = admin_user

    assert not section.has_delete_permission(request)


@each_section
def test_auditors_only_look(model, section, auditor, rf):
    request = rf.get("/admin/")
    request.user = auditor

    assert not section.has_add_permission(request)
    assert not section.has_change_permission(request)


@each_section
@pytest.mark.parametrize("role", ["admin_user", "security_admin", "audit_admin", "auditor", "economy_clerk"])
def test_every_list_and_new_form_opens_for_those_who_may(model, section, role, request, client, rf):
    asking = rf.get("/admin/")
    asking.user = request.getfixturevalue(role)
    client.force_login(asking.user, backend="portal.accounts.backends.PostBackend")
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    answer = client.get(reverse(f"{base}_changelist"))
    adding = client.get(reverse(f"{base}_add"))

    assert answer.status_code == (200 if section.has_view_permission(asking) else 403)
    assert adding.status_code == (200 if section.has_add_permission(asking) else 403)
