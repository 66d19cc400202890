"""Projects: whom the street courts, what was signed, and how far each has come."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.enterprises.models import Enterprise
from governance.industries.models import IndustryCode
from portal.clock.fields import MonthField
from portal.constraints import holds, if_given, once
from portal.fields import amount_field, colleague_field, document_field
from portal.figures.quantity import Quantity, Unit
from portal.scoping import ScopedModel, ScopedQuerySet
from portal.search.fields import SearchText

NATIONAL_CODE = r"^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}$"


class ProjectStage(models.TextChoices):
    """The funnel of investment promotion and its side states (domain sheet 2.2)."""

    LEAD = "lead", "线索"
    NEGOTIATION = "negotiation", "洽谈"
    SIGNED = "signed", "签约"
    LANDED = "landed", "落地"
    STARTED = "started", "开工"
    PARTIALLY_OPERATIONAL = "partially_operational", "部分投产"
    OPERATIONAL = "operational", "投产运营"
    ACCEPTED = "accepted", "竣工达效"
    SUSPENDED = "suspended", "暂停"
    TERMINATED = "terminated", "终止"
    VOIDED = "voided", "已作废"


FUNNEL = (
    ProjectStage.LEAD, ProjectStage.NEGOTIATION, ProjectStage.SIGNED, ProjectStage.LANDED, ProjectStage.STARTED,
    ProjectStage.PARTIALLY_OPERATIONAL, ProjectStage.OPERATIONAL, ProjectStage.ACCEPTED,
)  # fmt: skip
RANK = {stage: number for number, stage in enumerate(FUNNEL, start=1)}
UNDER_WAY = FUNNEL[2:6]
STANDING = tuple(stage for stage in ProjectStage if stage != ProjectStage.VOIDED)


class ProjectQuerySet(ScopedQuerySet):
    """Projects by how far they came."""

    def entered(self) -> Self:
        """All but those entered by mistake."""
        return self.exclude(stage=ProjectStage.VOIDED)

    def signed_in(self, year: int, *, up_to_month: int = 12) -> Self:
        """Projects whose first signing fell in `year`, up to a month: each counts once, in that year."""
        last = f"{year}-{up_to_month:02d}"
        return self.entered().filter(signed_month__gte=f"{year}-01", signed_month__lte=last)

    def reached(self, stage: ProjectStage) -> Self:
        """Those that came as far as `stage`, whether or not they were suspended or terminated since."""
        return self.filter(reached__gte=RANK[stage])


class Project(ScopedModel):
    """An investment project; a second phase is a project of its own with a `parent`.

    `stage` is moved by its flow only. `reached` is the rank of the furthest stage in force: a suspended project
    keeps it. Days are kept as far as they are known: `…_on` is the first day of what `…_text` says (2017.6,
    2017年). Money is in 万元; `planned_investment_text` keeps what was written (8.3亿元). `signed_month` is the
    month of the first signing, by which the project counts once; a signing of which only the year is known
    counts from December, when the year is over.
    """

    office = models.ForeignKey(
        "accounts.Area", models.PROTECT, related_name="+", verbose_name="所属街道", editable=False
    )
    code = models.CharField("项目编号", max_length=24, editable=False)
    name = models.CharField(
        "项目名称", max_length=120, help_text="二期单独登记为一个项目，在“一期项目”里选它的一期。"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="phases", verbose_name="一期项目",
        help_text="这是二期时填写一期的名称或编号，不是就空着。",
    )  # fmt: skip
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="落地企业",
        help_text="已登记企业的全称或统一社会信用代码；还没有注册的空着。",
    )  # fmt: skip
    investor = models.CharField("投资方", max_length=120, blank=True)
    industry = models.ForeignKey(
        IndustryCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="国民经济行业",
        help_text="国民经济行业分类代码或名称，例如 6820。定不了就空着，由统计人员填。",
    )  # fmt: skip
    industry_label = models.CharField(
        "所属产业", max_length=60, blank=True, help_text="招商口径的产业，例如：通用航空、保险。"
    )
    national_code = models.CharField(
        "投资项目统一代码", max_length=24, blank=True, help_text="备案后才有，形如 2017-410106-37-03-012345。"
    )
    chief_officer = colleague_field("项目首席服务官")
    leader = colleague_field("包联领导")
    planned_investment = amount_field(
        "计划总投资（万元）", "例如 8.3亿元；只写数字即为万元。没有数就空着，不要填 0。"
    )
    planned_investment_text = models.CharField("计划总投资（原样）", max_length=40, blank=True)
    stage = models.CharField("阶段", max_length=24, choices=ProjectStage, default=ProjectStage.LEAD)
    reached = models.PositiveSmallIntegerField("到达阶段", default=1, editable=False)
    stage_on = models.DateField("本阶段起始日期", null=True, blank=True)
    stage_text = models.CharField("本阶段起始（原样）", max_length=20, blank=True)
    signed_on = models.DateField("签约日期", null=True, blank=True)
    signed_text = models.CharField("签约时间（原样）", max_length=20, blank=True)
    signed_month = MonthField("计入签约的月份", blank=True, editable=False)
    is_public = models.BooleanField(
        "对外公开",
        default=False,
        help_text="公开后，项目名称、产业和阶段可以出现在公众页面；金额和人员不公开。",
    )
    note = models.TextField("备注", blank=True)
    is_illustrative = models.BooleanField("示例数据", default=False)
    source_document = document_field()
    search_text = SearchText("name", "code", "national_code", "investor", "industry_label", "note")

    objects: ClassVar = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "招商项目"
        constraints = [
            once(("office", "code"), name="project_code_once", told="本街道已有这个编号的项目。"),
            once(
                ("office", "name"),
                name="project_name_once",
                told="本街道已有同名项目；二期请另取名称，并选定一期项目。",
                where=~Q(stage="voided"),
            ),
            once(
                ("office", "national_code"),
                name="project_national_code_once",
                told="本街道已有项目使用这个投资项目统一代码。",
                where=~Q(national_code="") & ~Q(stage="voided"),
            ),
            holds(
                Q(national_code="") | Q(national_code__regex=NATIONAL_CODE),
                name="project_national_code_form",
                told="投资项目统一代码应形如 2017-410106-37-03-012345。",
            ),
            if_given(
                "planned_investment",
                gte=0,
                name="project_investment_not_negative",
                told="计划总投资不能是负数。",
            ),
            holds(Q(reached__range=(1, 8)), name="project_reached_known", told="没有这个阶段。"),
            holds(
                Q(signed_on__isnull=True, signed_month="")
                | Q(signed_on__isnull=False, signed_month__regex=r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
                name="project_signing_whole",
                told="有签约日期的，要有计入签约的月份。",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-id"], name="project_area_newest"),
            models.Index(fields=["area", "stage", "id"], name="project_area_stage"),
            models.Index(
                fields=["area", "signed_month"], condition=~Q(signed_month=""), name="project_area_signed"
            ),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="project_phases"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The project's page."""
        return reverse("economy:project", args=[self.pk])

    @property
    def planned(self) -> Quantity | None:
        """The planned total investment in 万元; None when it is not known."""
        return None if self.planned_investment is None else Quantity(self.planned_investment, Unit.WAN_YUAN)
