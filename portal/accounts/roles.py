"""Roles are code: a change of what a role may do is a reviewed change; who holds a post is data.

An app says in its `rules.py` what it grants: `grant(Role.ECONOMY_CLERK, "economy.submit_report")`.
"""

from __future__ import annotations

from collections import defaultdict

import rules
from django.db import models


class Role(models.TextChoices):
    """What a post makes of its holder (domain sheet 2.0)."""

    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "安全审计员"
    STREET_LEADER = "street_leader", "街道领导"
    SECTION_CHIEF = "section_chief", "科室负责人"
    ECONOMY_CLERK = "economy_clerk", "经济经办人"
    SAFETY_OFFICER = "safety_officer", "安全环保经办人"
    PARTY_CLERK = "party_clerk", "党建经办人"
    COMMUNITY_SECRETARY = "community_secretary", "社区书记"
    COMMUNITY_CLERK = "community_clerk", "社区工作人员"
    GRID_HEAD = "grid_head", "网格长"
    GRID_WORKER = "grid_worker", "网格员"
    INSPECTOR = "inspector", "检查组成员"
    VOLUNTEER = "volunteer", "志愿者"
    AUDITOR = "auditor", "区级审计（只读）"


DESCRIPTIONS = {
    Role.SYSTEM_ADMIN: "建立账号（不能登录，待授岗）、管理区划与日历、查看运行状况；不办业务，不看日志。",
    Role.SECURITY_ADMIN: "授予和结束岗位、解锁账号；不办业务，不看日志。",
    Role.AUDIT_ADMIN: "只查看和校验操作日志；不办业务，不管账号。",
    Role.STREET_LEADER: "查看本街道全部业务，审核并发布。",
    Role.SECTION_CHIEF: "审核并发布本科室业务。",
    Role.ECONOMY_CLERK: "填报、导入经济指标与项目。",
    Role.SAFETY_OFFICER: "管理企业档案，组织检查与整改。",
    Role.PARTY_CLERK: "管理党组织、活动与廉政工作。",
    Role.COMMUNITY_SECRETARY: "负责本社区全部业务。",
    Role.COMMUNITY_CLERK: "办理本社区业务。",
    Role.GRID_HEAD: "负责本网格的巡查与处置。",
    Role.GRID_WORKER: "在本网格巡查、上报、处置。",
    Role.INSPECTOR: "按检查计划现场检查并复查。",
    Role.VOLUNTEER: "接单并完成志愿服务。",
    Role.AUDITOR: "只读查看本区全部业务，导出并校验。",
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
SECOND_FACTOR = ADMINISTRATORS | {Role.AUDITOR}
BACK_OFFICE = ADMINISTRATORS | {
    Role.AUDITOR, Role.STREET_LEADER, Role.SECTION_CHIEF, Role.ECONOMY_CLERK,
    Role.SAFETY_OFFICER, Role.PARTY_CLERK,
}  # fmt: skip
STREET_STAFF = (
    Role.STREET_LEADER, Role.SECTION_CHIEF, Role.ECONOMY_CLERK, Role.SAFETY_OFFICER, Role.PARTY_CLERK,
)  # fmt: skip
COMMUNITY_STAFF = (Role.COMMUNITY_SECRETARY, Role.COMMUNITY_CLERK)
GRID_STAFF = (Role.GRID_HEAD, Role.GRID_WORKER)

_granted: dict[str, set[str]] = defaultdict(set)


def grant(roles: Role | tuple[Role, ...], *permissions: str) -> None:
    """Let `roles` do `permissions`, each named `<app>.<verb>_<noun>`.

    A permission with no predicate of its own is held by whoever's post covers the record.
    """
    from portal.accounts.rules import holds

    for role in (roles,) if isinstance(roles, Role) else roles:
        _granted[role].update(permissions)
    for permission in permissions:
        if not rules.perm_exists(permission):
            rules.add_perm(permission, holds(permission))


def permissions_of(role: str) -> frozenset[str]:
    """All permissions of `role`; empty for an unknown role."""
    return frozenset(_granted.get(role, ()))


def grants(role: str, permission: str) -> bool:
    """Whether `role` holds `permission`."""
    return permission in _granted.get(role, ())


def roles_with(permission: str) -> list[str]:
    """The roles that hold `permission`, in the order of `Role`."""
    return [role for role in Role.values if grants(role, permission)]


def all_permissions() -> list[str]:
    """Every permission any role holds, sorted."""
    return sorted(set().union(*_granted.values())) if _granted else []
