"""Registering an enterprise and changing what is on record: codes, names, areas, reasons."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.enterprises.actions import (
    DuplicateEnterprise,
    change_enterprise,
    credit_code_fault,
    register_enterprise,
    save_enterprises,
)
from governance.enterprises.models import Enterprise
from portal.audit.history import history_of
from portal.errors import InvalidInput, NotPermitted, WrongState
from portal.personal.fields import blind_index
from portal.registers import Draft
from portal.workflow.actions import take
from tests.governance.conftest import CODE, OTHER_CODE, facts

pytestmark = pytest.mark.django_db


def test_an_enterprise_stands_in_the_register_of_its_street(enterprise, community, street, economy_clerk):
    assert (enterprise.area, enterprise.office, enterprise.state) == (community, street, "operating")
    assert (enterprise.uscc, enterprise.created_by) == (CODE, economy_clerk)


def test_a_code_is_normalised(community, economy_clerk):
    made = register_enterprise(facts(uscc=" 91410106ｍa9k0001x5 "), area=community, by=economy_clerk)

    assert made.uscc == CODE


def test_a_name_is_kept_as_licences_print_it(community, economy_clerk):
    made = register_enterprise(facts("样例(郑州) 机械 有限公司"), area=community, by=economy_clerk)

    assert made.name == "样例（郑州）机械有限公司"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("91410106MA9K0002X3", "校验码不对：按前17位推算末位应是“6”"),
        ("9141010676485320", "应为18位，这里是16位"),
        ("91410106MA9I00010X", "不用 I、O、S、V、Z"),
        ("94410106MA9K0001X5", "不符合规定"),
        (CODE, ""),
    ],
)
def test_why_a_code_is_refused(code, told):
    assert told in credit_code_fault(code)
    assert bool(told) == bool(credit_code_fault(code))


def test_a_wrong_code_is_not_registered(community, economy_clerk):
    with pytest.raises(InvalidInput, match="请对照营业执照核对"):
        register_enterprise(facts(uscc="91410106MA9K0002X3"), area=community, by=economy_clerk)

    assert not Enterprise.objects.exists()


def test_a_missing_code_needs_a_reason(community, economy_clerk):
    with pytest.raises(InvalidInput, match="无信用代码的原因"):
        register_enterprise({"name": "样例小店"}, area=community, by=economy_clerk)

    assert (
        register_enterprise(facts("样例小店"), area=community, by=economy_clerk).uscc_missing_reason
        == "正在办理"
    )


def test_a_code_stands_once_in_an_office(other_community, enterprise, economy_clerk):
    with pytest.raises(DuplicateEnterprise, match="已登记在“样例机械制造有限公司”名下"):
        register_enterprise(facts("另一家", uscc=CODE), area=other_community, by=economy_clerk)


def test_the_neighbouring_office_keeps_its_own_register(enterprise, other_street, outsider):
    register_enterprise(facts(uscc=CODE), area=other_street, by=outsider)

    assert Enterprise.objects.filter(uscc=CODE).count() == 2


def test_a_name_without_a_code_stands_once(community, economy_clerk):
    register_enterprise(facts("样例小店"), area=community, by=economy_clerk)

    with pytest.raises(DuplicateEnterprise, match="已经登记过"):
        register_enterprise(facts("样例小店"), area=community, by=economy_clerk)


def test_the_database_refuses_what_an_action_would(enterprise):
    for changes in ({"uscc": "91410106MA9K0001XI"}, {"uscc": ""}, {"registered_capital": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Enterprise.objects.update(**changes)


def test_a_voided_registration_frees_its_code(enterprise, community, economy_clerk, section_chief):
    take(enterprise, "void", by=section_chief, note="重复登记")

    assert register_enterprise(facts("新的一家", uscc=CODE), area=community, by=economy_clerk).pk


def test_an_area_outside_the_post_is_refused(other_street, economy_clerk, community_clerk, other_community):
    for user, area in ((economy_clerk, other_street), (community_clerk, other_community)):
        with pytest.raises(NotPermitted):
            register_enterprise(facts(), area=area, by=user)


@pytest.mark.parametrize("cast", ["street_leader", "auditor", "grid_worker", "nobody", "admin_user"])
def test_who_only_reads_registers_nothing(request, community, cast):
    with pytest.raises(NotPermitted):
        register_enterprise(facts(), area=community, by=request.getfixturevalue(cast))


def test_a_former_name_stays_findable(enterprise, economy_clerk):
    change_enterprise(enterprise, {"name": "样例精密制造有限公司"}, by=economy_clerk, reason="变更登记通知书")
    enterprise.refresh_from_db()

    assert (enterprise.name, enterprise.aliases) == ("样例精密制造有限公司", ["样例机械制造有限公司"])
    assert enterprise.answers_to("样例机械制造有限公司")


def test_a_change_of_registered_matters_needs_a_reason(enterprise, economy_clerk):
    with pytest.raises(InvalidInput, match="改动了企业名称、注册地址，要写明变更依据"):
        change_enterprise(enterprise, {"name": "甲", "registered_address": "乙路"}, by=economy_clerk)

    change_enterprise(enterprise, {"business_address": "乙路2号"}, by=economy_clerk)
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.business_address) == ("样例机械制造有限公司", "乙路2号")


def test_a_code_that_was_missing_is_filled_in_without_a_reason(community, economy_clerk):
    made = register_enterprise(facts("样例小店"), area=community, by=economy_clerk)
    change_enterprise(made, {"uscc": OTHER_CODE}, by=economy_clerk)
    made.refresh_from_db()

    assert (made.uscc, made.uscc_missing_reason) == (OTHER_CODE, "")


def test_the_reason_stands_in_the_history(enterprise, economy_clerk):
    change_enterprise(enterprise, {"name": "样例新名"}, by=economy_clerk, reason="变更通知书〔2018〕12号")

    assert "变更通知书〔2018〕12号" in str([vars(change) for change in history_of(enterprise)])


def test_personal_data_is_stored_encrypted_and_masked_text_keeps_it(enterprise, economy_clerk):
    change_enterprise(
        enterprise, {"contact_phone": "138****8000", "legal_representative": "欧***"}, by=economy_clerk
    )
    enterprise.refresh_from_db()

    assert (str(enterprise.contact_phone), enterprise.contact_phone.reveal()) == (
        "138****8000",
        "13800138000",
    )
    assert enterprise.legal_representative.reveal() == "欧阳建国"


def test_a_telephone_that_is_none_is_refused(enterprise, economy_clerk):
    with pytest.raises(InvalidInput, match="联系电话"):
        change_enterprise(enterprise, {"contact_phone": "12345"}, by=economy_clerk)


def test_nothing_changed_writes_nothing(enterprise, economy_clerk):
    saved = change_enterprise(enterprise, {"name": enterprise.name, "uscc": CODE.lower()}, by=economy_clerk)

    assert (saved.unchanged, saved.changed) == (1, [])


def test_a_day_to_come_and_negative_capital_are_refused(community, economy_clerk):
    tomorrow = timezone.localdate() + timedelta(days=1)
    for wrong in ({"established_on": tomorrow}, {"registered_capital": Decimal("-1")}):
        with pytest.raises(InvalidInput):
            register_enterprise(facts(**wrong), area=community, by=economy_clerk)


def test_a_voided_registration_is_left_alone(enterprise, economy_clerk, section_chief):
    take(enterprise, "void", by=section_chief, note="登记错了")

    with pytest.raises(WrongState):
        change_enterprise(enterprise, {"note": "改一改"}, by=economy_clerk)


def test_moving_to_another_community_within_the_street(
    other_community, enterprise, economy_clerk, community_clerk
):
    with pytest.raises(NotPermitted):
        change_enterprise(enterprise, {}, area=other_community, by=community_clerk)

    change_enterprise(enterprise, {}, area=other_community, by=economy_clerk)
    enterprise.refresh_from_db()
    assert enterprise.area == other_community


def test_a_whole_ledger_goes_in_at_once_and_encrypted(street, community, economy_clerk):
    """So many rows are copied in, past the fields that would encrypt them one by one."""
    drafts = [
        Draft(facts=facts(f"样例{n}号厂", contact_phone="13800138000"), area=community) for n in range(2001)
    ]
    save_enterprises(drafts, by=economy_clerk)
    last = Enterprise.objects.order_by("-pk")[0]

    assert (Enterprise.objects.count(), last.contact_phone.reveal(), last.office) == (
        2001,
        "13800138000",
        street,
    )
    assert (
        Enterprise.objects.filter(
            contact_phone_index=blind_index(Enterprise.contact_phone, "138 0013 8000")
        ).count()
        == 2001
    )
