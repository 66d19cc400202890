"""Under /desk/imports/; named in the exchange's own namespace."""

from django.urls import path

from portal.exchange.intake import views

urlpatterns = [
    path("", views.import_list, name="imports"),
    path("new/<str:name>/", views.import_new, name="import_new"),
    path("template/<str:name>/", views.import_template, name="import_template"),
    path("<int:pk>/", views.import_job, name="import_job"),
    path("<int:pk>/confirm/", views.import_confirm, name="import_confirm"),
    path("<int:pk>/cancel/", views.import_cancel, name="import_cancel"),
]
