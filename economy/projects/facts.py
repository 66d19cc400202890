"""What may be entered of projects, their stages, and proposals to set them back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from economy.projects.actions.register import checked_national_code
from economy.projects.dates import as_written
from economy.projects.models import FUNNEL, RANK, Project, ProjectMilestone, ProjectStage, StageReversal
from economy.projects.queries import ASSIGNABLE, assignable
from governance.enterprises.models import Enterprise
from governance.industries.facts import INDUSTRY
from portal.records.facts import CONFIRMED, Asked, Given, facts
from portal.records.kinds import Choice, Money, Named, Paper, Text, colleague, place

STAGES = tuple((stage.value, stage.label) for stage in FUNNEL)


def known_projects(asked: Asked) -> QuerySet[Project]:
    """Those an earlier phase may be among: the ones one sees, but not the project itself."""
    entered = Project.objects.visible_to(asked.user).entered()
    return entered.exclude(pk=asked.about.pk) if asked.about else entered


def known_enterprises(asked: Asked) -> QuerySet[Enterprise]:
    """The enterprises of the register that are here."""
    return Enterprise.objects.visible_to(asked.user).in_the_area()


def officer(name: str) -> Given:
    """A colleague who may be assigned."""
    return Given(name, colleague(lambda user: assignable(user, ASSIGNABLE[name]), nothing="还没有指定"))


PROJECT_FACTS = facts(
    Project,
    "name",
    Given("area", place(), label="所在社区", aside=True, because="a project is kept by its community"),
    "investor",
    "industry_label",
    INDUSTRY,
    Given("planned_investment", Money(written="planned_investment_text", least=0)),
    Given("national_code", Text(), read=checked_national_code, most=40, example="2017-410106-37-03-012345"),
    Given("parent", Named(rows=known_projects, by=("code", "name"), what="项目"), most=120),
    Given("enterprise", Named(rows=known_enterprises, by=("uscc", "name"), what="企业"), most=120),
    officer("chief_officer"),
    officer("leader"),
    "is_public",
    Given("note", most=500),
    CONFIRMED,
)


def ahead(asked: Asked) -> list[Any]:
    """The stages before a project."""
    return list(STAGES[RANK.get(ProjectStage(asked.about.stage), len(FUNNEL)) :])


def behind(asked: Asked) -> list[Any]:
    """The stages a project has behind it; all of them when it was terminated."""
    return list(STAGES[: RANK.get(ProjectStage(asked.about.stage), len(FUNNEL) + 1) - 1])


ADVANCE_FACTS = facts(
    ProjectMilestone,
    Given("stage", Choice(STAGES, offered=ahead), read=ProjectStage, label="转入阶段",
          because="where the project goes, not where it is"),
    Given("on", Text(), read=as_written, required=True, most=20, example="2017.6",
          help="知道到哪一步就写到哪一步：2017-06-15、2017.6 或 2017年。"),
    Given("document", Paper(titled=True), required=True, label="依据文件", help="合同、备案证明、开工令、验收报告等。",
          because="a file is asked for, not what it shows"),
    "note",
)  # fmt: skip
RESUME_FACTS = facts(
    None,
    Given("on", Text(), label="恢复日期", most=20, help="空着按今天；可以写 2017.9。"),
    Given("note", Text(lines=True), label="理由", required=True, most=300),
)
REVERSAL_FACTS = facts(
    StageReversal,
    Given("stage", Choice(STAGES, offered=behind), read=ProjectStage, label="退回到", required=True,
          help="提出后由另一位负责人核准，核准之前阶段不变。", because="the action names it so"),
    Given("reason", Text(lines=True)),
    Given("document", Paper(), label="依据文件", because="a file is asked for, not what it shows"),
)  # fmt: skip
