"""Clusters and memberships raced."""

from __future__ import annotations

from datetime import date

import pytest

from economy.clusters.actions import change_cluster, join_cluster, leave_cluster, save_cluster
from governance.enterprises.actions import register_enterprise
from governance.enterprises.models import Enterprise
from portal.workflow.actions import take
from tests.races import Races


def an_enterprise(area, by, name="样例厂"):
    return register_enterprise({"name": name, "uscc_missing_reason": "正在办理"}, area=area, by=by)


class TestCluster(Races):
    model = "economy.IndustryCluster"
    acts = {
        "save_cluster": lambda cluster, by: save_cluster({"note": "改过"}, by=by, cluster=cluster),
        "change_cluster": lambda cluster, by: change_cluster(cluster, {"target_year": 2027}, by=by),
        "save_cluster name": lambda cluster, by: save_cluster({"name": "改名集群"}, by=by, cluster=cluster),
        "join_cluster": lambda cluster, by: join_cluster(
            cluster, Enterprise.objects.get(), joined_on=date(2017, 6, 1), by=by
        ),
    }

    @pytest.fixture
    def record(self, street, economy_clerk):
        """A cluster without members, and one who could join."""
        an_enterprise(street, economy_clerk)
        return save_cluster({"name": "样例集群", "lead_chain": "样例链"}, area=street, by=economy_clerk)


class TestMembership(Races):
    model = "economy.ClusterMembership"
    acts = {
        "leave_cluster": lambda membership, by: leave_cluster(
            membership, left_on=date(2018, 1, 1), reason="已迁出", by=by
        ),
        "join_cluster": lambda membership, by: join_cluster(
            membership.cluster, membership.enterprise, joined_on=date(2018, 6, 1), by=by
        ),
    }
    before = {
        "void the enterprise": lambda membership, by: take(
            membership.enterprise, "void", by=by, note="重复登记"
        )
    }

    @pytest.fixture
    def record(self, street, economy_clerk):
        """A member since 2017."""
        cluster = save_cluster({"name": "样例集群", "lead_chain": "样例链"}, area=street, by=economy_clerk)
        return join_cluster(
            cluster, an_enterprise(street, economy_clerk), joined_on=date(2017, 6, 1), by=economy_clerk
        )
