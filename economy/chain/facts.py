"""What may be entered of an enterprise to be courted."""

from __future__ import annotations

from django.db.models import QuerySet

from economy.chain.models import ChainLink, TargetEnterprise
from economy.parcels.queries import people_for
from portal.records.facts import Asked, Given, facts
from portal.records.kinds import OneOf, Text, colleague

PERMISSION = "economy.change_targetenterprise"


def own_links(asked: Asked) -> QuerySet[ChainLink]:
    """The links of the offices for which the user courts enterprises."""
    return ChainLink.objects.visible_to(asked.user, permission=PERMISSION).order_by("chain", "order", "id")


TARGET_FACTS = facts(
    TargetEnterprise,
    Given("link", OneOf(own_links)),
    "name",
    "region",
    Given("reason", Text(lines=True)),
    "status",
    "next_step",
    "next_on",
    Given("responsible", colleague(lambda user: people_for(user, PERMISSION))),
    Given("note", most=2000),
)
