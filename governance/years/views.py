"""The page a year's figures are entered on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from governance.enterprises.models import Enterprise
from governance.years.actions import record_year
from governance.years.forms import YearForm
from governance.years.models import EnterpriseYear
from portal.errors import InvalidInput, NotPermitted, NotVisible
from portal.site.forms import beside_fields
from portal.site.records import visible_record


class YearFormView(FormView):
    """The figures of one year of an enterprise; `?year=` opens those on record."""

    form_class = YearForm
    template_name = "governance/years/form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who keep the figures of this enterprise."""
        self.enterprise = visible_record(Enterprise, kwargs["pk"], request.user, related=("area",))
        if not request.user.has_perm("governance.change_enterpriseyear", self.enterprise):
            raise NotPermitted("您的岗位不能填写这家企业的年度数据。")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The year on record that is asked for."""
        asked = self.request.GET.get("year", "")
        if not asked.isdecimal():
            return {}
        rows = EnterpriseYear.objects.visible_to(self.request.user).filter(enterprise=self.enterprise)
        known = rows.filter(year=int(asked[:4])).values(*YearForm.base_fields).first()
        if known is None:
            raise NotVisible(f"这家企业没有{asked[:4]}年的数据。")
        return known

    def form_valid(self, form: YearForm) -> HttpResponse:
        """Record the year and show the enterprise."""
        try:
            record_year(self.enterprise, by=self.request.user, **form.cleaned_data)
        except InvalidInput as refusal:
            beside_fields(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, f"已保存{form.cleaned_data['year']}年的数据。")
        return redirect(self.enterprise)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title and the way back."""
        return super().get_context_data(
            title="年度数据",
            enterprise=self.enterprise,
            back_url=self.enterprise.get_absolute_url(),
            **kwargs,
        )
