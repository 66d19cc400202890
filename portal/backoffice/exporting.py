"""Exporting from a list of the back office: what is seen, with a reason, by the one way exports go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from portal.accounts.requests import user_of
from portal.backoffice.pages import ActForm, act_page

if TYPE_CHECKING:
    from portal.backoffice.base import ScopedModelAdmin

NOT_FILTERS = (PAGE_VAR, ORDER_VAR, "_changelist_filters", "_popup", "all")


class ExportForm(ActForm):
    """In which form, and what for."""

    format = forms.ChoiceField(label="文件格式")
    reason = forms.CharField(
        label="用途", min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明这份数据用来做什么，会随导出一起记入操作日志。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from portal.exchange.models import ExportFormat

        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["format"]).choices = ExportFormat.choices


def export_of(model_admin: ScopedModelAdmin) -> Any:
    """The export declared for the list, or the first declared for its model; None when there is none."""
    from portal.exchange.outgoing.declare import all_exports

    if model_admin.export:
        return next((each for each in all_exports() if each.name == model_admin.export), None)
    return next((each for each in all_exports() if each.model is model_admin.model), None)


def export_page(request: HttpRequest, model_admin: ScopedModelAdmin) -> HttpResponse:
    """Ask for format and reason, then export the rows the list shows under its present filters."""
    declared = export_of(model_admin)
    if declared is None:
        raise Http404
    declared.check_permitted(request.user)
    filters = asked_filters(request, model_admin)
    back = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")

    def act(given: dict[str, Any]) -> tuple[str, str]:
        from portal.exchange.outgoing.jobs import request_export

        job = request_export(declared.name, by=user_of(request), filters=filters, **given)
        rows = f"共 {job.rows} 行" if job.rows is not None else "数据较多，正在后台生成"
        return f"导出“{job.title}”已受理，{rows}。", reverse("exchange:export", args=[job.uuid])

    narrowed = declared.table.asking(request.user, filters).in_words()
    if filters.get("search"):
        narrowed = [*narrowed, ("搜索", filters["search"])]
    return act_page(
        request, model_admin, form=ExportForm, title=f"导出{declared.title}", submit="导出", back=back, act=act,
        explain="导出的正是列表当前筛选出的记录，范围以您的岗位为限，个人信息按规定脱敏。", facts=narrowed,
    )  # fmt: skip


def asked_filters(request: HttpRequest, model_admin: ScopedModelAdmin) -> dict[str, Any]:
    """The list's filters in the words of the export: the same names, `search` for the words."""
    asked = {name: values for name, values in request.GET.lists() if name not in NOT_FILTERS and any(values)}
    words = asked.pop(SEARCH_VAR, [""])[-1]
    named = model_admin.asked(asked)
    return {**named, "search": words} if words else named
