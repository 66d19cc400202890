"""Under /desk/audit/."""

from django.urls import path

from portal.audit import views

app_name = "audit"
urlpatterns = [
    path("verify/", views.verify_page, name="verify"),
    path("verify/<int:pk>/", views.verification_page, name="verification"),
]
