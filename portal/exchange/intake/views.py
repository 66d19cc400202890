"""Pages of imports: what can be imported, upload, the dry run with its problems, confirm or cancel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.requests import DeskRequest
from portal.errors import InvalidInput, NotPermitted, Refusal
from portal.exchange.intake.actions import cancel_import, confirm_import, upload_import
from portal.exchange.intake.declare import Import, available_imports, import_named
from portal.exchange.intake.forms import UploadForm
from portal.exchange.intake.models import ImportJob
from portal.exchange.intake.progress import progress_of
from portal.exchange.intake.queries import import_of
from portal.exchange.intake.template import template_of, title_of
from portal.figures.periods import Period

RECENT = 50
STATUS_WORDS = {"new": "新增", "changed": "改动", "unchanged": "没有变化", "bad": "有问题"}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def import_list(request: DeskRequest) -> HttpResponse:
    """What the user may import, with templates, and his recent imports."""
    available = available_imports(request.user)
    if not available:
        raise NotPermitted("您的岗位没有可以导入的表格。")
    recent = ImportJob.objects.visible_to(request.user).filter(created_by=request.user).order_by("-id")
    jobs = recent.select_related("area").defer("problems", "questions", "preview", "set_aside")[:RECENT]
    return render(request, "exchange/imports.html", {"available": available, "jobs": jobs})


@require_http_methods(["GET", "POST"])
def import_new(request: DeskRequest, name: str) -> HttpResponse:
    """Choose a file; a refused one comes back to the same page with the sentence."""
    declared = _permitted(request, name)
    form = UploadForm(request.POST or None, request.FILES or None, declared=declared, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            job = upload_import(
                name, form.cleaned_data["file"], area=form.cleaned_data["area"], by=request.user
            )
        except InvalidInput as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("exchange:import_job", pk=job.pk)
    status = 400 if form.errors else 200
    return render(request, "exchange/import_new.html", {"declared": declared, "form": form}, status=status)


@require_GET
def import_job(request: DeskRequest, pk: int) -> HttpResponse:
    """The dry run, its progress, or what came of it; only the part that moves when htmx asks."""
    job = import_of(request.user, pk)
    template = (
        "exchange/import_progress.html" if request.htmx and job.is_running else "exchange/import_job.html"
    )
    response = render(request, template, _shown(request, job))
    if request.htmx and not job.is_running:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def import_confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm; what stands against it is said on the same page."""
    job = import_of(request.user, pk)
    try:
        job = confirm_import(job, by=request.user, accept_questions="accept_questions" in request.POST)
    except Refusal as refusal:
        if refusal.status not in (400, 409):
            raise
        job.refresh_from_db()
        return render(
            request,
            "exchange/import_job.html",
            {**_shown(request, job), "refusal": refusal},
            status=refusal.status,
        )
    if not job.is_running:
        messages.success(request, f"已导入，写入 {job.written} 条。")
    return redirect("exchange:import_job", pk=job.pk)


@require_POST
def import_cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Give it up."""
    job = cancel_import(import_of(request.user, pk), by=request.user)
    messages.success(request, f"已取消导入“{job.original_name}”，什么都没有写入。")
    return redirect("exchange:imports")


@require_GET
def import_template(request: DeskRequest, name: str) -> HttpResponse:
    """The blank form, for last month."""
    declared = _permitted(request, name)
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    period = Period(last_month.year, last_month.month, cumulative=True)
    response = HttpResponse(template_of(declared, period=period), content_type=XLSX_TYPE)
    name = f"{title_of(declared, period)}（模板）.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _permitted(request: DeskRequest, name: str) -> Import:
    declared = import_named(name)
    if not request.user.has_perm(declared.permission):
        raise NotPermitted(f"您的岗位没有导入“{declared.title}”的权限。")
    return declared


def _shown(request: DeskRequest, job: ImportJob) -> dict[str, Any]:
    """What the pages of one import show."""
    rows = [{**row, "word": STATUS_WORDS[row["status"]]} for row in job.preview]
    return {
        "job": job,
        "progress": progress_of(job),
        "rows": rows,
        "more_problems": job.problem_count - len(job.problems),
        "more_questions": job.question_count - len(job.questions),
        "more_rows": job.counts.get("rows", 0) - len(rows),
        "to_write": job.counts.get("new", 0) + job.counts.get("changed", 0),
        "may_confirm": request.user.has_perm(import_named(job.name).permission, job),
    }
