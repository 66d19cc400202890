"""The enterprise ledger as offices keep it: one enterprise a row, often without a credit code."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Q

from governance.enterprises.actions import save_enterprises
from governance.enterprises.kinds import CREDIT_CODE, EnterpriseName, Wan, personal
from governance.enterprises.models import Enterprise, EnterpriseSize
from governance.industries.kinds import INDUSTRY
from portal.accounts.models import User
from portal.attachments.models import Document
from portal.exchange.intake.declare import CHANGED, NEW, Context, Import, ImportField, Rows
from portal.exchange.intake.kinds import Choice, Day, PartialDate, Text, area_named
from portal.exchange.intake.records import any_of
from portal.registers import Draft

NOT_IN_LEDGER = "台账中没有填写"


class EnterpriseLedger(Import):
    """企业台账: rows are known by their credit code, those without one by their name.

    A blank cell says nothing: what is on record stays. Rows go to the import's area unless a column names
    their community. Columns of the environmental dossier are left for it; the file itself is kept.
    """

    name = "governance.enterprises"
    title = "企业台账"
    description = (
        "一行一家企业。按统一社会信用代码认企业，没有代码的按名称认；代码写错的不能导入，没有代码的可以导入。"
        "表中空着的格子不会抹掉已登记的内容。环评、危废、分包领导等列这里不读，原文件会留存。"
    )
    permission = "governance.add_enterprise"
    template_title = "企业台账"
    business_key = ("uscc", "name")
    fields: ClassVar[tuple[ImportField, ...]] = (
        ImportField("name", "企业名称", EnterpriseName(), required=True, aliases=("单位名称", "公司名称", "名称", "企业全称"),
                    sample="样例机械制造有限公司", help="营业执照上的全称"),
        ImportField("uscc", "统一社会信用代码", CREDIT_CODE, aliases=("信用代码", "社会信用代码", "统一信用代码", "机构代码"),
                    sample="91410106MA9K0001X5", help="没有的空着"),
        ImportField("industry", "行业", INDUSTRY, aliases=("行业代码", "行业类别", "所属行业", "行业分类"), sample="3412"),
        ImportField("size", "规模", Choice(dict(EnterpriseSize.choices)), aliases=("企业规模",)),
        ImportField("area", "所属社区", area_named(), aliases=("社区", "所在社区", "区域", "所属区域"),
                    help="没有这一列时，都登记到上传时选的区域"),
        ImportField("business_address", "经营地址", Text(), aliases=("地址", "企业地址", "生产地址", "经营场所", "单位地址")),
        ImportField("registered_address", "注册地址", Text(), aliases=("住所", "登记地址")),
        ImportField("registered_capital", "注册资本", Wan(at_least=Decimal(0), digits=18), aliases=("注册资金",),
                    help="没有写单位时按万元"),
        ImportField("established_on", "成立日期", Day(), aliases=("成立时间", "注册日期", "注册时间")),
        ImportField("moved_in_on", "入驻日期", Day(), aliases=("入驻时间", "迁入日期")),
        ImportField("legal_representative", "法定代表人", personal(Enterprise.legal_representative), aliases=("法人", "法人代表", "负责人", "企业负责人")),
        ImportField("contact_person", "联系人", personal(Enterprise.contact_person), aliases=("环保联系人", "安全联系人", "企业联系人")),
        ImportField("contact_phone", "联系电话", personal(Enterprise.contact_phone), aliases=("电话", "手机", "手机号", "联系方式")),
        ImportField("note", "说明", Text(500), aliases=("备注",)),
    )  # fmt: skip

    def stored(self, rows: Rows, context: Context) -> dict[tuple, dict[str, Any]]:
        """The enterprises on record that the rows are about: by code, else by name."""
        known = _Register(rows, context)
        found = {}
        for index, _ in enumerate(rows.numbers):
            enterprise = known.of(rows, index)
            if enterprise is not None:
                found[self.key_of(rows, index)] = _as_row(enterprise, rows, index)
        return found

    def check(self, rows: Rows, context: Context) -> None:
        """Rows that are one enterprise twice, and rows that need a second look."""
        _refuse_doubled(rows)
        namesakes, faulty = _namesakes(rows, context), _faulty(rows)
        for index, name in enumerate(rows.column("name")):
            uscc = rows.column("uscc")[index]
            if rows.statuses[index] == NEW and uscc and name in namesakes:
                rows.ask(index, "name", f"已登记了同名企业，信用代码是 {namesakes[name]}，这一行会另外登记一家",
                         "是同一家的，请核对信用代码")  # fmt: skip
            if rows.statuses[index] == NEW and not uscc and (rows.numbers[index], "uscc") not in faulty:
                rows.ask(index, "uscc", "没有填，会登记为没有代码的企业", "有代码请补上")
            _check_other_area(rows, index, context)

    def apply(self, rows: Rows, context: Context, *, by: User, source: Document) -> int:
        """Register what is new, change what differs."""
        changing = Enterprise.objects.in_bulk([pk for pk in rows.ids if pk is not None])
        drafts = [self._draft(rows, index, changing, context) for index in range(len(rows))]
        saved = save_enterprises(drafts, by=by, source=source)
        return len(saved.created) + len(saved.changed)

    def _draft(self, rows: Rows, index: int, changing: Mapping[int, Enterprise], context: Context) -> Draft:
        row = {name: value for name, value in rows.row(index).items() if value is not None}
        area = row.pop("area", None)
        pk = rows.ids[index]
        enterprise = changing.get(pk) if pk is not None else None
        facts = {name: value.day if isinstance(value, PartialDate) else value for name, value in row.items()}
        if enterprise is None:
            area = area or context.area
            facts |= {} if facts.get("uscc") else {"uscc_missing_reason": NOT_IN_LEDGER}
        return Draft(facts=facts, area=area, record=enterprise, row=rows.numbers[index])


class _Register:
    """The enterprises on record that the rows may be about, read at once."""

    def __init__(self, rows: Rows, context: Context) -> None:
        codes = {uscc for uscc in rows.column("uscc") if uscc}
        names = {name for name in rows.column("name") if name}
        wanted = Q(any_of(Enterprise, "uscc", codes)) | Q(any_of(Enterprise, "name", names))
        known = Enterprise.objects.registered().filter(wanted, area__in=context.area_ids)
        self.by_code: dict[str, Enterprise] = {}
        self.by_name: dict[str, list[Enterprise]] = {}
        for enterprise in known.select_related("industry", "area").order_by("pk"):
            if enterprise.uscc:
                self.by_code[enterprise.uscc] = enterprise
            self.by_name.setdefault(enterprise.name, []).append(enterprise)

    def of(self, rows: Rows, index: int) -> Enterprise | None:
        """The one enterprise of a row: its code's; else the only one of its name that has no other code."""
        uscc, name = rows.column("uscc")[index], rows.column("name")[index]
        if uscc in self.by_code:
            return self.by_code[uscc]
        named = [one for one in self.by_name.get(name, ()) if not (uscc and one.uscc)]
        return named[0] if len(named) == 1 else None


def _as_row(enterprise: Enterprise, rows: Rows, index: int) -> dict[str, Any]:
    """What is on record, of the cells the row fills in: a blank cell changes nothing."""
    row: dict[str, Any] = {"id": enterprise.pk}
    for name in rows.columns:
        if rows.column(name)[index] is not None:
            row[name] = getattr(enterprise, name)
    return row


def _refuse_doubled(rows: Rows) -> None:
    """Two rows about one enterprise: the same on record, the same code, or the same name without a code.

    Rows alike in both code and name are already told by the business key.
    """
    keys = rows.keys(("uscc", "name"))
    first: dict[tuple[str, Any], int] = {}
    for index, (uscc, name) in enumerate(keys):
        known_by = (("uscc", uscc), ("name", rows.ids[index]), ("name", None if uscc else name))
        for field, key in known_by:
            earlier = first.setdefault((field, key), index) if key is not None else index
            if earlier != index and (keys[earlier] != keys[index] or None in keys[index]):
                rows.fault(index, field, f"与第 {rows.numbers[earlier]} 行是同一家企业", "请只保留一行")
                break


def _namesakes(rows: Rows, context: Context) -> dict[str, str]:
    """Names of new rows under which another code is on record."""
    fresh = [i for i, status in enumerate(rows.statuses) if status == NEW]
    names = {rows.column("name")[i] for i in fresh} - {None}
    known = Enterprise.objects.registered().filter(
        any_of(Enterprise, "name", names), area__in=context.area_ids
    )
    return dict(known.exclude(uscc="").values_list("name", "uscc"))


def _check_other_area(rows: Rows, index: int, context: Context) -> None:
    """An enterprise that would move to another community by this table is asked about."""
    area = rows.column("area")[index]
    before = context.on_record(rows, index).get("area")
    if rows.statuses[index] == CHANGED and area is not None and before is not None and area.pk != before.pk:
        rows.ask(index, "area", f"已登记在{before}，会改到{area}", "请核对企业实际经营的社区")


def _faulty(rows: Rows) -> set[tuple[int | None, str]]:
    """The cells that already have a problem."""
    return {(problem.row, problem.field) for problem in rows.notes.problems}
