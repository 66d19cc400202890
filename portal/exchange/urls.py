"""Under /desk/."""

from django.urls import include, path

from portal.exchange import views

app_name = "exchange"
urlpatterns = [
    path("imports/", include("portal.exchange.intake.urls")),
    path("exports/", views.export_list, name="exports"),
    path("exports/new/", views.NewExport.as_view(), name="new_export"),
    path("exports/<uuid:uuid>/", views.export_card, name="export"),
    path("exports/<uuid:uuid>/file/", views.export_file, name="export_file"),
    path("exports/<uuid:uuid>/manifest/", views.export_manifest, name="export_manifest"),
]
