"""The life of a monthly figure: reported by one person, reviewed and published by another, then locked."""

from economy.reports.actions import check_submittable, put_in_force
from economy.reports.models import ReportState as State
from portal.workflow.flows import Flow, Step

REPORT = Flow(
    model="economy.IndicatorReport",
    initial=State.DRAFT,
    steps=(
        Step("submit", "提交", (State.DRAFT, State.RETURNED), State.SUBMITTED, "economy.submit_report",
             primary=True, check=check_submittable, taker="submitted_by", moment="submitted_at"),
        Step("withdraw", "撤回", (State.SUBMITTED,), State.DRAFT, "economy.withdraw_report", needs_note=True),
        Step("return", "退回", (State.SUBMITTED, State.APPROVED), State.RETURNED, "economy.return_report",
             needs_note=True, not_by=("submitted_by",), taker="reviewed_by"),
        Step("approve", "审核通过", (State.SUBMITTED,), State.APPROVED, "economy.approve_report",
             primary=True, not_by=("submitted_by",), taker="reviewed_by"),
        Step("publish", "发布", (State.APPROVED,), State.PUBLISHED, "economy.publish_report",
             primary=True, not_by=("submitted_by",), taker="reviewed_by", moment="published_at",
             effect=put_in_force),
        Step("lock", "锁定", (State.PUBLISHED,), State.LOCKED, "economy.lock_report"),
        Step("supersede", "由新版更正", (State.PUBLISHED, State.LOCKED), State.SUPERSEDED, "economy.publish_report",
             automatic=True),
        Step("void", "作废", (State.DRAFT, State.RETURNED), State.VOIDED, "economy.void_report", needs_note=True),
    ),
)  # fmt: skip
