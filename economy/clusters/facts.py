"""What may be entered of a cluster, and of who joins and leaves it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from economy.clusters.models import ClusterMembership, IndustryCluster
from governance.enterprises.models import Enterprise
from governance.enterprises.queries import enterprises_named
from portal.errors import InvalidInput
from portal.figures.days import PartialDate
from portal.records.facts import Asked, Given, facts
from portal.records.kinds import Day, Money, Named, PartialDay, Text, Whole, place


def above_zero(value: Decimal | None) -> Decimal | None:
    """Nothing, or more than nothing."""
    if value is not None and value <= 0:
        raise InvalidInput("目标产值应大于零，没有目标就空着。")
    return value


def the_one_named(text: str, asked: Asked) -> Enterprise:
    """The one enterprise of the register in the cluster's area that answers to the words; refuses none and several."""
    cluster = asked.about or asked.given["cluster"]
    found = enterprises_named(text, area=cluster.area, user=asked.user)
    if not found:
        raise InvalidInput(f"名录里没有“{text}”，请写全称或信用代码；还没有登记的，请先在企业名录里登记。")
    if len(found) > 1:
        names = "、".join(f"{one}（{one.uscc or '无代码'}）" for one in found[:3])
        raise InvalidInput(f"有 {len(found)} 家企业叫“{text}”：{names}，请改写信用代码。")
    return found[0]


def day_and_precision(found: PartialDate) -> dict[str, Any]:
    """A day and how exactly it is known."""
    return {"joined_on": found.day, "joined_precision": found.precision}


CHANGE_FACTS = facts(
    IndustryCluster,
    "name",
    "lead_chain",
    Given("target_output", Money(), read=above_zero),
    Given("target_year", Whole(least=1990, largest=2100)),
    Given("note", most=500),
)
CLUSTER_FACTS = facts(IndustryCluster, Given("area", place(), aside=True), *CHANGE_FACTS)
JOIN_FACTS = facts(
    ClusterMembership,
    Given("enterprise", Named(rows=lambda asked: Enterprise.objects.visible_to(asked.user).select_related("area"),
                              find=the_one_named), most=120,
          help="写名录里的全称、简称或统一社会信用代码；写其中几个字，只有一家符合也可以。"),
    "role",
    Given("joined_on", PartialDay(), most=20, spread=day_and_precision),
    Given("joined_precision", only="api"),
    "note",
)  # fmt: skip
LEAVE_FACTS = facts(
    ClusterMembership,
    Given("left_on", Day(), required=True, initial=lambda asked: timezone.localdate()),
    Given("reason", Text(), label="退出原因", required=True, most=200, help="例如：迁出本区、转产。",
          because="the action names it so"),
)  # fmt: skip
