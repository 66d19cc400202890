"""Under /desk/calendar/."""

from django.urls import path

from portal.clock import views

app_name = "clock"
urlpatterns = [
    path("", views.calendar_page, name="calendar"),
    path("load/", views.LoadYear.as_view(), name="load"),
]
