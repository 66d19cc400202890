"""The shell's own addresses."""

from django.urls import path, re_path

from portal.site.elder import switch_elder_mode
from portal.site.explaining import explanation
from portal.site.history import history
from portal.site.public_side import STREET
from portal.site.taking import TakeStep
from portal.site.views import desk_home, public_home

app_name = "site"
urlpatterns = [
    re_path(rf"^{STREET}$", public_home, name="home"),
    path("elder/<str:mode>/", switch_elder_mode, name="elder"),
    path("desk/", desk_home, name="desk"),
    path("desk/take/<str:label>/<int:pk>/<slug:step>/", TakeStep.as_view(), name="take"),
    path("desk/history/<str:label>/<int:pk>/", history, name="history"),
    path("desk/explain/<slug:kind>/", explanation, name="explain"),
]
