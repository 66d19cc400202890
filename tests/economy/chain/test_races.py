"""Enterprises to be courted, raced."""

from __future__ import annotations

import pytest

from economy.chain.actions import change_target_enterprise, save_target_enterprise
from economy.chain.models import ChainLink
from tests.races import Races


def saved(target, by, **facts):
    return save_target_enterprise(
        {"link": ChainLink.objects.get(name="维修"), "responsible": by, **facts}, by=by, target=target
    )


class TestTarget(Races):
    model = "economy.TargetEnterprise"
    acts = {
        "change_target_enterprise": lambda target, by: change_target_enterprise(
            target, {"next_step": "拜访"}, by=by
        ),
        "change_target_enterprise link": lambda target, by: change_target_enterprise(
            target, {"link": ChainLink.objects.get(name="制造"), "responsible": by}, by=by
        ),
        "save_target_enterprise": lambda target, by: saved(target, by, note="改过"),
        "save_target_enterprise status": lambda target, by: saved(target, by, status="visited"),
    }

    @pytest.fixture
    def record(self, street, economy_clerk):
        """An enterprise for a missing link."""
        link = ChainLink.objects.create(area=street, chain="通用航空", name="维修", status="missing")
        ChainLink.objects.create(area=street, chain="通用航空", name="制造", status="missing")
        facts = {"link": link, "name": "样例维修公司", "reason": "补上缺失环节", "responsible": economy_clerk}
        return save_target_enterprise(facts, by=economy_clerk)
