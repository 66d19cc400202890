"""The economy pages under the desk."""

from django.urls import path

from economy.views.board import board_page
from economy.views.reports import EditReport, NewReport, ReportList, ReportPage

app_name = "economy"
urlpatterns = [
    path("", board_page, name="board"),
    path("reports/", ReportList.as_view(), name="reports"),
    path("reports/new/", NewReport.as_view(), name="new_report"),
    path("reports/<int:pk>/", ReportPage.as_view(), name="report"),
    path("reports/<int:pk>/edit/", EditReport.as_view(), name="edit_report"),
]
