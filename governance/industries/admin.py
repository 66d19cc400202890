"""The classification of industries in the back office."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from governance.industries.models import IndustryCode
from governance.industries.tables import IndustryTable
from portal.admin import ReadOnlyAdmin


@admin.register(IndustryCode)
class IndustryCodeAdmin(ReadOnlyAdmin):
    """The table of industries; loaded as a whole or in part, never typed in."""

    table = IndustryTable
    ordering = ("code", "id")
    fields = ("edition", "section", "code", "name", "level", "parent", "valid_from", "valid_to", "note")
    shared = True

    def get_links(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """Also the page where the complete table is loaded."""
        links = super().get_links(request)
        if request.user.has_perm("governance.add_industrycode"):
            links.append(
                ("载入分类表", reverse("exchange:import_new", args=["governance.industries"]), "upload")
            )
        return links
