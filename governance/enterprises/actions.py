"""Registering enterprises and changing what is on record about them; by hand, by API and by ledger alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from governance.enterprises.models import Enterprise, EnterpriseState
from portal import audit
from portal.accounts.models import Area
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.exchange.intake.bulk import add_many
from portal.exchange.intake.records import any_of
from portal.identifiers import check_credit_code, compact, credit_code_check
from portal.writing import in_turn, locked, locked_all, writing

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.attachments.models import Document


FACTS = (
    "name", "aliases", "uscc", "uscc_missing_reason", "industry", "size", "registered_address", "business_address",
    "registered_capital", "established_on", "moved_in_on", "legal_representative", "contact_person", "contact_phone",
    "note",
)  # fmt: skip
COMPARED = tuple("industry_id" if name == "industry" else name for name in FACTS)
REGISTERED = ("name", "uscc", "registered_address", "registered_capital", "legal_representative")
PERSONAL = ("legal_representative", "contact_person", "contact_phone")
BESIDE_CHINESE = re.compile(r"(?<=[\u3400-\u9fff（）])\s+|\s+(?=[\u3400-\u9fff（）])")
CODE_FAULTS = {
    "length": "应为18位，这里是{length}位",
    "charset": "含有信用代码不用的字符（不用 I、O、S、V、Z）",
    "structure": "前8位的登记部门、机构类别或区划不符合规定",
    "check_digit": "校验码不对：按前17位推算末位应是“{check}”，也可能是前面抄错了",
}
CODE_CURE = "请对照营业执照核对"


class DuplicateEnterprise(InvalidInput):
    """The enterprise is on record already."""


@dataclass(kw_only=True)
class EnterpriseDraft:
    """What is to be recorded of one enterprise: `facts` by field name; what is not named stays as it is.

    `enterprise` is the one on record that changes; None registers a new one in `area`.
    """

    facts: dict[str, Any]
    area: Area | None = None
    enterprise: Enterprise | None = None
    row: int | None = None


@dataclass(frozen=True)
class Entry:
    """An enterprise as it is to be saved, and what was on record before."""

    enterprise: Enterprise
    before: dict[str, Any]

    @property
    def differs(self) -> bool:
        """Whether anything would change; always for a new one."""
        return not self.enterprise.pk or any(
            getattr(self.enterprise, name) != value for name, value in self.before.items()
        )


@dataclass
class Saved:
    """What a save did."""

    created: list[Enterprise] = field(default_factory=list)
    changed: list[Enterprise] = field(default_factory=list)
    unchanged: int = 0


def register_enterprise(
    facts: dict[str, Any], *, area: Area, by: User, source: Document | None = None, is_illustrative: bool = False
) -> Enterprise:  # fmt: skip
    """Enter one enterprise; refuses a wrong or doubled credit code and a missing one without a reason."""
    draft = EnterpriseDraft(facts=facts, area=area)
    return save_enterprises([draft], by=by, source=source, is_illustrative=is_illustrative).created[0]


@writing()
def change_enterprise(
    enterprise: Enterprise, facts: dict[str, Any], *, by: User, reason: str = "", area: Area | None = None
) -> Saved:  # fmt: skip
    """Change what is on record; a change of name, code, address, capital or representative needs a reason.

    A former name stays among the aliases, so that old papers still find the enterprise.
    """
    locked(enterprise)
    if enterprise.state == EnterpriseState.VOIDED:
        raise WrongState("这条登记已作废，不能修改。")
    facts = _cleaned(facts)
    registered = [name for name in REGISTERED if name in facts and facts[name] != _shown(enterprise, name)]
    was_stated = [name for name in registered if getattr(enterprise, name) not in ("", None)]
    if was_stated and len(reason.strip()) < 2:
        names = "、".join(_label(name) for name in was_stated)
        raise InvalidInput(
            f"改动了{names}，要写明变更依据。",
            [{"field": "reason", "message": "没有写依据", "cure": "请写明变更通知书、执照等，至少两个字"}],
        )
    draft = EnterpriseDraft(facts=facts, area=area, enterprise=enterprise)
    with audit.context(reason=reason.strip() or None):
        return save_enterprises([draft], by=by)


@writing()
def save_enterprises(
    drafts: Sequence[EnterpriseDraft], *, by: User, source: Document | None = None, is_illustrative: bool = False
) -> Saved:  # fmt: skip
    """Save drafts set-wise: new ones are added, others changed, equal ones left alone; all or nothing.

    Refuses areas outside the user's posts, and reports every draft that cannot be recorded by its row.
    """
    locked_all([draft.enterprise for draft in drafts if draft.enterprise])
    _check_reach(drafts, by)
    offices = _offices(draft.area for draft in drafts if draft.area is not None)
    saved = Saved()
    problems = []
    for draft in drafts:
        enterprise = draft.enterprise or _new(draft, by, source, is_illustrative)
        entry = _filled(enterprise, draft, offices)
        if not entry.differs:
            saved.unchanged += 1
            continue
        (saved.changed if draft.enterprise else saved.created).append(enterprise)
        problems += [{"row": draft.row, **problem} for problem in _problems(entry)]
    if problems:
        raise InvalidInput(
            f"“{problems[0]['label']}”{problems[0]['message']}，{problems[0]['cure']}。", problems
        )
    _wait_for_others(saved.created)
    _refuse_known([*saved.created, *saved.changed])
    _write(saved)
    return saved


def credit_code_fault(text: str) -> str:
    """Why a text is no 统一社会信用代码, in words; empty when it is one."""
    found = check_credit_code(text)
    if found.valid:
        return ""
    check = credit_code_check(found.normalised) if found.reason == "check_digit" else ""
    return CODE_FAULTS[found.reason].format(length=len(found.normalised), check=check)


def checked_credit_code(text: str) -> str:
    """A text that is a 统一社会信用代码; refuses another, saying what is wrong with it."""
    if fault := credit_code_fault(text):
        raise InvalidInput(f"{fault}，{CODE_CURE}。")
    return text


def registered_name(text: str) -> str:
    """A name in the form licences print it: full-width brackets, no blanks beside Chinese characters."""
    name = text.strip().replace("(", "（").replace(")", "）")
    return BESIDE_CHINESE.sub("", " ".join(name.split()))


def office_of(area: Area) -> Area:
    """The street whose register an enterprise in `area` stands in; an area above the streets keeps its own."""
    return area.street() or area


# Steps of saving ---------------------------------------------------------------------------------------


def _check_reach(drafts: Sequence[EnterpriseDraft], by: User) -> None:
    may_add, may_change = (by.reach(f"governance.{verb}_enterprise").below for verb in ("add", "change"))
    for draft in drafts:
        if draft.enterprise is not None and draft.enterprise.area_id not in may_change:
            raise NotPermitted(f"您的岗位不能修改“{draft.enterprise}”。")
        if draft.enterprise is None and (draft.area is None or draft.area.pk not in may_add):
            raise NotPermitted(f"您的岗位不能在{draft.area or '这个区域'}登记企业。")
        if draft.enterprise is not None and draft.area is not None and draft.area.pk not in may_change:
            raise NotPermitted(f"您的岗位不能把企业改到{draft.area}。")


def _offices(areas: Iterable[Area]) -> dict[int, Area]:
    return {area.pk: office_of(area) for area in {area.pk: area for area in areas}.values()}


def _new(draft: EnterpriseDraft, by: User, source: Document | None, is_illustrative: bool) -> Enterprise:
    since = draft.facts.get("moved_in_on") or draft.facts.get("established_on")
    return Enterprise(created_by=by, source_document=source, is_illustrative=is_illustrative, state_on=since)


def _filled(enterprise: Enterprise, draft: EnterpriseDraft, offices: dict[int, Area]) -> Entry:
    entry = Entry(enterprise, {name: getattr(enterprise, name) for name in (*COMPARED, "area_id")})
    former = enterprise.name
    for name, value in _cleaned(draft.facts).items():
        setattr(enterprise, name, value)
    if former and former != enterprise.name and former not in enterprise.aliases:
        enterprise.aliases = [*enterprise.aliases, former]
    if enterprise.uscc:
        enterprise.uscc_missing_reason = ""
    if draft.area is not None:
        enterprise.area, enterprise.office = draft.area, offices[draft.area.pk]
    enterprise.updated_at = timezone.now()
    return entry


def _cleaned(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise InvalidInput(f"没有这些内容：{'、'.join(sorted(unknown))}。")
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    if "uscc" in cleaned:
        cleaned["uscc"] = compact(cleaned["uscc"] or "")
    if cleaned.get("name"):
        cleaned["name"] = registered_name(cleaned["name"])
    return cleaned


def _problems(entry: Entry) -> list[dict[str, str]]:
    enterprise, found = entry.enterprise, []
    if not enterprise.name:
        found.append(_problem("name", "没有填", "请填写营业执照上的全称"))
    if enterprise.uscc and (fault := credit_code_fault(enterprise.uscc)):
        found.append(_problem("uscc", fault, CODE_CURE))
    if not enterprise.uscc and not enterprise.uscc_missing_reason:
        found.append(
            _problem("uscc", "没有填", f"请填写信用代码；确实没有的，写明“{_label('uscc_missing_reason')}”")
        )
    if enterprise.registered_capital is not None and enterprise.registered_capital < 0:
        found.append(_problem("registered_capital", "不能是负数", "请核对"))
    if enterprise.established_on and enterprise.established_on > timezone.localdate():
        found.append(_problem("established_on", "还没有到", "请核对日期"))
    return [*found, *_personal_problems(entry)]


def _personal_problems(entry: Entry) -> list[dict[str, str]]:
    found = []
    for name in PERSONAL:
        value = getattr(entry.enterprise, name)
        if value and value is not entry.before[name]:
            try:
                Enterprise._meta.get_field(name).check_text(value)
            except ValidationError as error:
                found.append(_problem(name, "写得不对", error.messages[0].rstrip("。")))
    return found


def _problem(name: str, message: str, cure: str) -> dict[str, str]:
    return {"field": name, "label": _label(name), "message": message, "cure": cure}


def _wait_for_others(created: Sequence[Enterprise]) -> None:
    """Of two who register at once in one office, the second sees what the first registered."""
    for office in sorted({enterprise.office_id for enterprise in created}):
        in_turn("governance.enterprise", office)


def _refuse_known(enterprises: Sequence[Enterprise]) -> None:
    """One credit code stands once in an office's register; a name without a code likewise."""
    own = {enterprise.pk for enterprise in enterprises if enterprise.pk}
    offices = {enterprise.office_id for enterprise in enterprises}
    coded = {(one.office_id, one.uscc) for one in enterprises if one.uscc}
    named = {(one.office_id, one.name) for one in enterprises if not one.uscc}
    register = Enterprise.objects.registered().filter(office__in=offices).exclude(pk__in=own)
    by_code = any_of(Enterprise, "uscc", {uscc for _, uscc in coded})
    for known in register.filter(by_code):
        if (known.office_id, known.uscc) in coded:
            raise _duplicate(known, "uscc", f"信用代码 {known.uscc} 已登记在“{known}”名下")
    for known in register.filter(any_of(Enterprise, "name", {name for _, name in named}), uscc=""):
        if (known.office_id, known.name) in named:
            raise _duplicate(known, "name", f"“{known}”已经登记过，也没有信用代码")


def _duplicate(known: Enterprise, name: str, message: str) -> DuplicateEnterprise:
    cure = f"请打开那一条（{known.get_state_display()}）核对，不要重复登记"
    return DuplicateEnterprise(f"{message}，{cure}。", [{"field": name, "message": message, "cure": cure}])


def _write(saved: Saved) -> None:
    add_many(saved.created)
    if saved.changed:
        Enterprise.objects.bulk_update(
            saved.changed, [*FACTS, "area", "office", "updated_at"], batch_size=500
        )


def _shown(enterprise: Enterprise, name: str) -> Any:
    """What a form shows of a field: personal text masked."""
    value = getattr(enterprise, name)
    return str(value) if name in PERSONAL and value else value


def _label(name: str) -> str:
    return str(Enterprise._meta.get_field(name).verbose_name)
