"""What every permission means, in words a clerk would say: for the overview page and `docs/permissions.md`."""

from __future__ import annotations

from collections import defaultdict

from django.apps import apps

from portal.accounts.roles import DESCRIPTIONS, Role, all_permissions, roles_with
from portal.workflow.flows import all_flows

VERBS = {
    "view": "查看", "add": "新建", "change": "修改", "export": "导出", "import": "导入", "reveal": "查看未脱敏的",
    "save": "填写", "submit": "报送", "withdraw": "撤回", "void": "作废", "correct": "更正", "return": "退回",
    "approve": "审核通过", "publish": "发布", "lock": "锁定", "grant": "授予", "end": "结束", "unlock": "解锁",
    "load": "载入", "set": "设定", "verify": "校验", "pause": "中止", "resume": "恢复", "extend": "延长", "finish": "办结",
    "start": "起算", "download": "下载", "confirm": "确认", "reset": "重置", "seal": "封存", "run": "执行", "delete": "删除", "mask": "脱敏", "assign": "分派", "close": "办结", "upload": "上传", "join": "登记加入", "leave": "登记退出",
}  # fmt: skip
NOUNS = {"headeralias": "表头别名", "entry": "操作日志", "history": "变更历史", "year": "年度工作日历", "rule": "期限规则", "file": "文件",
         "second_factor": "第二因素", "password": "密码"}  # fmt: skip

WHOLE = {
    "audit.verify": "校验操作日志是否被改动", "bulletin.view_bulletin": "查看综合简报",
    "economy.advance_project": "推进招商项目的阶段", "economy.resume_project": "恢复暂停的招商项目",
    "economy.propose_reversal": "申请退回招商项目的阶段", "economy.confirm_reversal": "核准或不予核准阶段退回申请",
    "economy.submit_fundsentry": "提交、撤回、作废自己填的到位资金", "economy.review_fundsentry": "审核计入、退回、作废到位资金",
    "economy.release_receipt": "放开已作废到位资金的凭证号",
}  # fmt: skip


def describe(permission: str) -> str:
    """“报送指标填报” for `economy.submit_report`; the bare name when a word is missing."""
    steps = {step.permission: f"{step.verb}{flow.model_class._meta.verbose_name}"
             for flow in all_flows() for step in flow.steps}  # fmt: skip
    if permission in WHOLE:
        return WHOLE[permission]
    if permission in steps:
        return steps[permission]
    app_label, _, name = permission.partition(".")
    verb, _, noun = name.partition("_")
    word = _noun(app_label, noun)
    return f"{VERBS[verb]}{word}" if verb in VERBS and word else permission


def permission_table() -> dict[str, list[tuple[str, str, list[str]]]]:
    """By app: each permission, what it means, and the roles that hold it."""
    table: dict[str, list[tuple[str, str, list[str]]]] = defaultdict(list)
    for permission in all_permissions():
        label = apps.get_app_config(permission.partition(".")[0]).verbose_name
        table[str(label)].append((permission, describe(permission), roles_with(permission)))
    return dict(table)


def permission_document() -> str:
    """`docs/permissions.md`: roles, and which role may do what."""
    lines = [
        "# 岗位与权限", "",
        "本页由 `bin/manage write_permissions` 生成，请勿手改。岗位管多大范围由授岗时的区域决定：岗位覆盖该区域及其下级。", "",
        "## 岗位", "", "| 岗位 | 职责 |", "|---|---|",
        *(f"| {role.label}（`{role.value}`） | {DESCRIPTIONS[role]} |" for role in Role),
    ]  # fmt: skip
    for label, rows in permission_table().items():
        lines += ["", f"## {label}", "", "| 权限 | 名称 | 岗位 |", "|---|---|---|"]
        lines += [f"| {words} | `{name}` | {'、'.join(Role(role).label for role in roles)} |"
                  for name, words, roles in rows]  # fmt: skip
    return "\n".join(lines) + "\n"


def _noun(app_label: str, noun: str) -> str:
    names = {
        model._meta.model_name or "": str(model._meta.verbose_name)
        for model in apps.get_app_config(app_label).get_models()
    }
    close = [word for name, word in names.items() if name.endswith(noun.replace("_", ""))]
    return names.get(noun) or NOUNS.get(noun) or (close[0] if close else "")
