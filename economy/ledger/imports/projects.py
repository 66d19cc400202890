"""The project ledger as offices keep it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Sum

from economy.contracts.actions import add_ledger_contracts
from economy.contracts.models import Contract, ContractType
from economy.funds.models import FundsStatement
from economy.ledger.actions import state_funds
from economy.ledger.imports.columns import STAGES, Investor, StageWord, WrittenDay, money
from economy.ledger.imports.money import MONEY, check_subsets, in_unit, in_wan, written
from economy.projects.actions.register import ProjectDraft, holds_post_over, save_projects
from economy.projects.dates import counted_month
from economy.projects.models import RANK, Project, ProjectStage
from portal.accounts.models import Area, User
from portal.attachments.models import Document
from portal.exchange.intake.checking import ask_about_jump
from portal.exchange.intake.declare import NEW, UNCHANGED, Context, Import, ImportField, Rows
from portal.exchange.intake.headers import fold
from portal.exchange.intake.kinds import (
    Choice,
    Code,
    Named,
    PartialDate,
    Text,
    names_of,
    person_named,
)
from portal.exchange.intake.records import any_of
from portal.exchange.intake.tables import text_of

COMMITTEE = re.compile("(居民委员会|村民委员会|社区居委会|居委会|村委会)$")
STAGE_WORD = " 台账写的阶段："
FACTS = ("industry_label", "investor", "planned", "leader", "note")
ATTRIBUTES = {"planned": "planned_investment"}


def _areas(context: Context) -> Mapping[str, list[Area]]:
    """Areas by name, by code, and by the name people use: 某某社区居民委员会 is 某某社区."""
    return names_of((area, (area.name, area.code, COMMITTEE.sub("", area.name))) for area in context.areas())


class ProjectLedger(Import):
    """招商项目台账: rows are known by the name of the project; a blank cell leaves what is on record.

    New projects are registered at the stage the ledger names, with the ledger itself as evidence. Projects on
    record keep their stage and contracts: those move by their own steps, and a difference is only pointed out.
    Funds in place of a ledger have no receipts: they are kept beside the entries and never counted.
    """

    name = "economy.projects"
    title = "招商项目台账"
    description = (
        "一行一个项目，按项目名称认。单位写在表头上方，年度写在标题里。“2017.6”“2017年”这样的签约时间按原样保留。"
        "台账里的到位资金没有凭证，只作对照，不计入合计；已有项目的阶段和合同不会被改动。"
    )
    permission = "economy.add_project"
    needs_unit = True
    template_title = "招商引资项目台账（{period}）"
    template_unit = "亿元"
    business_key = ("name",)
    fields: ClassVar[tuple[ImportField, ...]] = (
        ImportField("name", "项目名称", Text(120), required=True, aliases=("名称", "项目"), sample="样例飞船项目"),
        ImportField("industry_label", "所属产业", Text(60), aliases=("产业", "产业类别", "行业", "所属行业"), sample="通用航空"),
        ImportField("investor", "投资方", Investor(), aliases=("投资单位", "投资企业", "投资主体"), sample="样例航空有限公司"),
        money("planned", "计划总投资", "总投资", "计划投资", "投资总额"),
        money("contract", "合同金额", "签约金额", "签约额", "合同额"),
        ImportField("type", "合同类型", Choice(dict(ContractType.choices)), aliases=("签约类型",)),
        money("in_place", "到位资金", "资金到位", "到位资金合计"),
        money("out_of_district", "区外资金到位", "区外资金", "区外境内资金", "其中区外资金"),
        money("out_of_province", "省外资金到位", "省外资金", "其中省外资金"),
        ImportField("signed", "签约时间", WrittenDay(), aliases=("签约日期", "签订时间"), sample="2017.6"),
        ImportField("stage", "项目阶段", StageWord(), aliases=("阶段", "进展", "项目进展", "目前进展"), sample="在建"),
        ImportField("area", "所在社区", Named("区域", _areas), aliases=("社区", "所属社区", "区域"),
                    help="没有这一列时，都登记到上传时选的区域"),
        ImportField("leader", "包联领导", person_named(), aliases=("分包领导", "责任领导"), help="姓名或账号，须负责这个区域"),
        ImportField("national_code", "投资项目统一代码", Code(longest=30), aliases=("统一代码", "项目代码")),
        ImportField("note", "备注", Text(500), aliases=("说明",)),
    )  # fmt: skip

    def stored(self, rows: Rows, context: Context) -> dict[tuple, dict[str, Any]]:
        """The projects on record of the same names in the import's office, as rows that would leave them alone."""
        names = {name for name in rows.column("name") if name}
        rows_known = Project.objects.entered().filter(
            any_of(Project, "name", names), area__in=context.area_ids
        )
        known = list(rows_known.select_related("leader", "area"))
        statements = _statements(known, context)
        index_of = {name: index for index, name in enumerate(rows.column("name"))}
        return {
            (project.name,): _as_row(project, rows, index_of[project.name], statements, context)
            for project in known
        }

    def check(self, rows: Rows, context: Context) -> None:
        """Persons without a post there, subsets larger than their whole, and what will not be changed."""
        contracts = _contract_sums(context)
        for index in range(len(rows)):
            on_record = context.on_record(rows, index)
            _check_funds(rows, index, context)
            if rows.statuses[index] == UNCHANGED:
                continue
            _check_leader(rows, index, context, on_record)
            _check_contract(rows, index, contracts, on_record)
            _check_signed(rows, index, context)
            if on_record:
                _tell_stage(rows, index, on_record)
            else:
                _keep_stage_word(rows, index)

    def apply(self, rows: Rows, context: Context, *, by: User, source: Document) -> int:
        """Register what is new, change what differs; then contracts of new projects, and the ledger's totals."""
        known = {
            project.pk: project for project in Project.objects.filter(pk__in=[pk for pk in rows.ids if pk])
        }
        drafts = [_draft(rows, index, context, known) for index in range(len(rows))]
        saved = save_projects(drafts, by=by, source=source, confirmed=True)
        by_name = {project.name: project for project in (*saved.created, *saved.changed, *known.values())}
        add_ledger_contracts(_contracts(rows, context, by_name, by, source))
        state_funds(_new_statements(rows, context, by_name, by, source))
        return len(rows)


def _as_row(project: Project, rows: Rows, index: int, statements: Mapping[int, FundsStatement],
            context: Context) -> dict[str, Any]:  # fmt: skip
    """A project as the row that would leave it unchanged; a blank cell says nothing, so it is not compared."""
    row: dict[str, Any] = {
        "id": project.pk,
        "stage_on_record": project.stage,
        "area_on_record": project.area_id,
    }
    for name in FACTS:
        if rows.column(name)[index] is not None:
            row[name] = getattr(project, ATTRIBUTES.get(name, name))
    if "planned" in row:
        row["planned"] = in_unit(row["planned"], context)
    if rows.column("area")[index] is not None:
        row["area"] = project.area
    if "note" in row and project.note.partition(STAGE_WORD)[0] == rows.column("note")[index]:
        row["note"] = rows.column("note")[index]
    statement = statements.get(project.pk)
    for name in MONEY:
        if rows.column(name)[index] is not None:
            row[name] = in_unit(getattr(statement, name, None), context)
    return row


def _statements(known: list[Project], context: Context) -> dict[int, FundsStatement]:
    if context.period is None or not known:
        return {}
    stated = any_of(FundsStatement, "project", [project.pk for project in known])
    rows = FundsStatement.objects.filter(stated, year=context.period.year)
    return {one.project_id: one for one in rows}


def _contract_sums(context: Context) -> dict[int, Decimal]:
    ids = [row["id"] for row in context.stored.values()]
    rows = Contract.objects.standing().filter(any_of(Contract, "project", ids)).order_by()
    return dict(rows.values_list("project").annotate(Sum("amount", default=Decimal(0))))


def _keep_stage_word(rows: Rows, index: int) -> None:
    """A new project whose stage could not be told is a lead; the ledger's own word goes into the remark."""
    cell = text_of(rows.cells["stage"][index]) if "stage" in rows.cells else ""
    if cell and fold(cell) not in STAGES:
        rows.columns["stage"][index] = ProjectStage.LEAD
        notes = rows.columns.setdefault("note", [None] * len(rows))
        notes[index] = f"{notes[index] or ''}{STAGE_WORD}{cell}".strip()[:500]


# Checking ----------------------------------------------------------------------------------------------


def _check_funds(rows: Rows, index: int, context: Context) -> None:
    stated = [name for name in MONEY if rows.column(name)[index] is not None]
    if stated and context.period is None:
        rows.fault(index, stated[0], "看不出是哪一年的到位资金", "请在标题里写明年度，例如“2017年度”")
    check_subsets(rows, index)


def _check_leader(rows: Rows, index: int, context: Context, on_record: Mapping[str, Any]) -> None:
    leader = rows.column("leader")[index]
    if leader is None:
        return
    area = rows.column("area")[index]
    place = area.pk if area else on_record.get("area_on_record", context.area.pk)
    if not holds_post_over(leader, place):
        rows.fault(index, "leader", f"{leader}在这个区域没有岗位", "请改写负责这个区域的领导，或先为其授岗")


def _check_contract(
    rows: Rows, index: int, sums: Mapping[int, Decimal], on_record: Mapping[str, Any]
) -> None:
    amount = rows.column("contract")[index]
    ask_about_jump(rows, index, "contract", amount, rows.column("planned")[index], "计划总投资")
    if amount is None:
        return
    if on_record:
        rows.ask(index, "contract", "项目已经登记过，合同金额这里不会改动", "请在项目页里登记合同")
    elif rows.column("signed")[index] is None:
        rows.ask(
            index, "contract", "没有签约时间，合同金额不登记", "请补上签约时间，或导入后在项目页登记合同"
        )
    elif amount == 0:
        rows.ask(index, "contract", "写的是 0，按没有数登记", "没有合同金额的请空着")


def _check_signed(rows: Rows, index: int, context: Context) -> None:
    signed: PartialDate | None = rows.column("signed")[index]
    if signed is not None and signed.day > context.today:
        rows.fault(index, "signed", "还没有到", "请核对签约时间")


def _tell_stage(rows: Rows, index: int, on_record: Mapping[str, Any]) -> None:
    stage = rows.column("stage")[index]
    if stage is not None and stage != on_record["stage_on_record"]:
        now = ProjectStage(on_record["stage_on_record"]).label
        rows.ask(index, "stage", f"项目现在是“{now}”，这里不会改动阶段", "要推进的请在项目页办理")


# Writing -----------------------------------------------------------------------------------------------


def _draft(rows: Rows, index: int, context: Context, known: Mapping[int, Project]) -> ProjectDraft:
    row = rows.row(index)
    facts: dict[str, Any] = {"name": row["name"]}
    for name in ("industry_label", "investor", "leader", "national_code"):
        if row.get(name) is not None:
            facts[name] = row[name]
    if row.get("planned") is not None:
        facts["planned_investment"] = in_wan(row["planned"], context)
        facts["planned_investment_text"] = written(row["planned"], context)
    if row.get("note") is not None:
        facts["note"] = row["note"]
    pk = rows.ids[index]
    if pk:
        return ProjectDraft(facts=facts, record=known[pk], area=row.get("area"), row=rows.numbers[index])
    signed, stage = row.get("signed"), row.get("stage") or ProjectStage.LEAD
    if signed is not None and RANK[stage] < RANK[ProjectStage.SIGNED]:
        stage = ProjectStage.SIGNED
    return ProjectDraft(
        facts=facts, area=row.get("area") or context.area, stage=stage, signed=signed,
        signed_text=signed.text if signed else "", row=rows.numbers[index],
    )  # fmt: skip


def _contracts(
    rows: Rows, context: Context, by_name: Mapping[str, Project], by: User, source: Document
) -> list[Contract]:
    made = []
    for index in range(len(rows)):
        row = rows.row(index)
        signed, amount = row.get("signed"), row.get("contract")
        if rows.statuses[index] != NEW or signed is None or not amount:
            continue
        project = by_name[row["name"]]
        made.append(Contract(
            project=project, area_id=project.area_id, type=row.get("type") or ContractType.UNSTATED,
            amount=in_wan(amount, context), amount_text=written(amount, context), signed_on=signed.day,
            signed_precision=signed.precision, signed_text=signed.text,
            signed_month=counted_month(signed), party=row.get("investor") or "", document=source, created_by=by,
        ))  # fmt: skip
    return made


def _new_statements(
    rows: Rows, context: Context, by_name: Mapping[str, Project], by: User, source: Document
) -> list[FundsStatement]:
    if context.period is None:
        return []
    made = []
    for row in rows:
        stated = {name: in_wan(row.get(name), context) for name in MONEY}
        if any(value is not None for value in stated.values()):
            project = by_name[row["name"]]
            made.append(FundsStatement(project=project, area_id=project.area_id, year=context.period.year,
                                       document=source, created_by=by, **stated))  # fmt: skip
    return made
