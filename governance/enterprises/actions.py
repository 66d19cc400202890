"""Registering enterprises and changing what is on record about them; by hand, by API and by ledger alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.utils import timezone

from governance.enterprises.models import Enterprise, EnterpriseState
from portal import audit
from portal.errors import InvalidInput, WrongState
from portal.identifiers import check_credit_code, compact, credit_code_check
from portal.model_fields import field_of
from portal.personal.fields import EncryptedField
from portal.registers import Draft, Entry, Fault, Once, Register, Saved
from portal.writing import locked, writing

if TYPE_CHECKING:
    from portal.accounts.models import Area, User
    from portal.attachments.models import Document


FACTS = (
    "name", "aliases", "uscc", "uscc_missing_reason", "industry", "size", "registered_address", "business_address",
    "registered_capital", "established_on", "moved_in_on", "legal_representative", "contact_person", "contact_phone",
    "note",
)  # fmt: skip
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


def register_enterprise(
    facts: dict[str, Any], *, area: Area, by: User, source: Document | None = None, is_illustrative: bool = False
) -> Enterprise:  # fmt: skip
    """Enter one enterprise; refuses a wrong or doubled credit code and a missing one without a reason."""
    draft = Draft(facts=facts, area=area)
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
    facts = ENTERPRISES.cleaned(facts)
    registered = [name for name in REGISTERED if name in facts and facts[name] != _shown(enterprise, name)]
    was_stated = [name for name in registered if getattr(enterprise, name) not in ("", None)]
    if was_stated and len(reason.strip()) < 2:
        names = "、".join(ENTERPRISES.label(name) for name in was_stated)
        cure = "请写明变更通知书、执照等，至少两个字"
        raise InvalidInput.at("reason", "没有写依据", cure, f"改动了{names}，要写明变更依据。")
    draft = Draft(facts=facts, area=area, record=enterprise)
    with audit.context(reason=reason.strip() or None):
        return save_enterprises([draft], by=by)


@writing()
def save_enterprises(
    drafts: Sequence[Draft], *, by: User, source: Document | None = None, is_illustrative: bool = False
) -> Saved:  # fmt: skip
    """Save drafts set-wise: new ones are added, others changed, equal ones left alone; all or nothing.

    Refuses areas outside the user's posts, and reports every draft that cannot be recorded by its row.
    """

    def new(draft: Draft) -> Enterprise:
        since = draft.facts.get("moved_in_on") or draft.facts.get("established_on")
        return Enterprise(
            created_by=by, source_document=source, is_illustrative=is_illustrative, state_on=since
        )

    entries = ENTERPRISES.locked_entries(drafts, by=by, new=new)
    ENTERPRISES.refuse_known(entries)
    return ENTERPRISES.save_entries(entries)


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


# What is particular of enterprises ---------------------------------------------------------------------


def _clean(facts: dict[str, Any]) -> dict[str, Any]:
    if "uscc" in facts:
        facts["uscc"] = compact(facts["uscc"] or "")
    if facts.get("name"):
        facts["name"] = registered_name(facts["name"])
    return facts


def _complete(entry: Entry) -> None:
    """A former name stays among the aliases; who has a code needs no reason for having none."""
    enterprise, former = entry.record, entry.before["name"]
    if former and former != enterprise.name and former not in enterprise.aliases:
        enterprise.aliases = [*enterprise.aliases, former]
    if enterprise.uscc:
        enterprise.uscc_missing_reason = ""


def _faults(entry: Entry) -> list[Fault]:
    enterprise, fault, found = entry.record, ENTERPRISES.fault, []
    if not enterprise.name:
        found.append(fault("name", "没有填", "请填写营业执照上的全称"))
    if enterprise.uscc and (wrong := credit_code_fault(enterprise.uscc)):
        found.append(fault("uscc", wrong, CODE_CURE))
    if not enterprise.uscc and not enterprise.uscc_missing_reason:
        reason = ENTERPRISES.label("uscc_missing_reason")
        found.append(fault("uscc", "没有填", f"请填写信用代码；确实没有的，写明“{reason}”"))
    if enterprise.registered_capital is not None and enterprise.registered_capital < 0:
        found.append(fault("registered_capital", "不能是负数", "请核对"))
    if enterprise.established_on and enterprise.established_on > timezone.localdate():
        found.append(fault("established_on", "还没有到", "请核对日期"))
    return [*found, *_personal_faults(entry)]


def _personal_faults(entry: Entry) -> list[Fault]:
    found = []
    for name in PERSONAL:
        value = getattr(entry.record, name)
        if value and value is not entry.before[name]:
            try:
                cast("EncryptedField", field_of(Enterprise, name)).check_text(value)
            except ValidationError as error:
                found.append(ENTERPRISES.fault(name, "写得不对", error.messages[0].rstrip("。")))
    return found


ENTERPRISES = Register(
    model=Enterprise, noun="企业", facts=FACTS, clean=_clean, complete=_complete, faults=_faults,
    standing=lambda: Enterprise.objects.registered(),
    once=(
        Once("uscc", lambda known: f"信用代码 {known.uscc} 已登记在“{known}”名下"),
        Once("name", lambda known: f"“{known}”已经登记过，也没有信用代码", unless="uscc"),
    ),
    cure=lambda known: f"请打开那一条（{known.get_state_display()}）核对，不要重复登记",
    duplicate=DuplicateEnterprise,
)  # fmt: skip


def _shown(enterprise: Enterprise, name: str) -> Any:
    """What a form shows of a field: personal text masked."""
    value = getattr(enterprise, name)
    return str(value) if name in PERSONAL and value else value
