"""The pages of governance under the desk."""

from django.urls import path

from governance.enterprises.views import (
    EditEnterprise,
    EnterpriseList,
    EnterprisePage,
    NewEnterprise,
    RevealEnterprise,
)
from governance.industries.views import IndustryList
from governance.years.views import RecordYear, YearList, YearPage

app_name = "governance"
urlpatterns = [
    path("enterprises/", EnterpriseList.as_view(), name="enterprises"),
    path("enterprises/new/", NewEnterprise.as_view(), name="new_enterprise"),
    path("enterprises/<int:pk>/", EnterprisePage.as_view(), name="enterprise"),
    path("enterprises/<int:pk>/edit/", EditEnterprise.as_view(), name="edit_enterprise"),
    path("enterprises/<int:pk>/year/", RecordYear.as_view(), name="enterprise_year"),
    path("enterprises/<int:pk>/reveal/", RevealEnterprise.as_view(), name="reveal_enterprise"),
    path("years/", YearList.as_view(), name="enterprise_years"),
    path("years/<int:pk>/", YearPage.as_view(), name="year_figures"),
    path("industries/", IndustryList.as_view(), name="industries"),
]
