"""Source documents under the desk."""

from django.urls import path

from portal.attachments.views import DocumentList, DocumentPage, document_file

app_name = "attachments"
urlpatterns = [
    path("", DocumentList.as_view(), name="documents"),
    path("<int:pk>/", DocumentPage.as_view(), name="document"),
    path("<int:pk>/file/", document_file, name="file"),
]
