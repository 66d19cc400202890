"""Under /desk/bulletin/: a year (2017) or a year up to a month (2018-03), as a page and as a document."""

from django.urls import path

from portal.bulletin import views

app_name = "bulletin"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:period>.docx", views.document, name="document"),
    path("<str:period>/", views.bulletin_page, name="bulletin"),
]
