"""Visits in the back office: to look at and to export."""

from django.contrib import admin

from economy.visits.models import ProjectVisit
from economy.visits.tables import VisitTable
from portal.admin import ReadOnlyAdmin


@admin.register(ProjectVisit)
class VisitAdmin(ReadOnlyAdmin):
    """Every visit."""

    table = VisitTable
