"""`docs/workflow.md`: every life cycle as a diagram and as the table of steps it is."""

from __future__ import annotations

from portal.accounts.roles import Role, roles_with
from portal.model_fields import field_of
from portal.workflow.flows import Flow, Step, all_flows

HEAD = (
    "# 办理流程", "",
    "本页由 `bin/manage write_flows` 生成，请勿手改。记录的状态只能按下面的步骤走；每一步都记下谁、何时、说明和依据。",
)  # fmt: skip
COLUMNS = "| 步骤 | 从 | 到 | 岗位 | 要求 |\n|---|---|---|---|---|"


def flow_document() -> str:
    """All flows, by model."""
    return "\n".join([*HEAD, *(line for flow in all_flows() for line in _section(flow))]) + "\n"


def _section(flow: Flow) -> list[str]:
    title = f"## {flow.model_class._meta.verbose_name}（`{flow.model}`）"
    rows = [
        f"| {step.verb} | {'、'.join(map(flow.label, step.source))} | {flow.label(step.target)} "
        f"| {_holders(step)} | {_requirements(flow, step)} |"
        for step in flow.steps
    ]
    return ["", title, "", "```mermaid", *_diagram(flow), "```", "", COLUMNS, *rows]


def _diagram(flow: Flow) -> list[str]:
    """Steps between the same two states share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in flow.steps:
        for source in step.source:
            arrows.setdefault((source, step.target), []).append(step.verb)
    return [
        "stateDiagram-v2",
        *(f"    {state}: {flow.label(state)}" for state in flow.states()),
        f"    [*] --> {flow.initial}",
        *(f"    {source} --> {target}: {'、'.join(verbs)}" for (source, target), verbs in arrows.items()),
        *(f"    {state} --> [*]" for state in flow.states() if not flow.from_state(state)),
    ]


def _holders(step: Step) -> str:
    return "、".join(Role(role).label for role in roles_with(step.permission))


def _requirements(flow: Flow, step: Step) -> str:
    people = [str(field_of(flow.model_class, name).verbose_name) for name in step.not_by]
    wanted = [
        "随另一步自动发生" if step.automatic else "",
        "写说明" if step.needs_note else "",
        "附依据" if step.needs_evidence else "",
        "写日期" if step.dated else "",
        f"不能是{'、'.join(people)}本人" if people else "",
    ]
    return "，".join(word for word in wanted if word) or "—"
