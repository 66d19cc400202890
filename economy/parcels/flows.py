"""The life of a parcel: planned, reserved, cleared, supplied, built on; or idle, or used badly."""

from economy.parcels.actions import check_idle, check_supplied, end_agreement
from economy.parcels.models import ParcelState as State
from economy.places.offering import leave_public_layer
from portal.workflow.flows import Flow, Step

PARCEL = Flow(
    model="economy.LandParcel",
    initial=State.PLANNED,
    steps=(
        Step("reserve", "收储", (State.PLANNED,), State.RESERVING, "economy.reserve_parcel"),
        Step("clear", "整理为净地", (State.RESERVING,), State.NET_LAND, "economy.clear_parcel",
             needs_evidence=True),
        Step("supply", "供地", (State.NET_LAND,), State.SUPPLIED, "economy.supply_parcel",
             needs_evidence=True, dated="supplied_on", check=check_supplied, effect=leave_public_layer),
        Step("start", "动工", (State.SUPPLIED, State.IDLE), State.UNDER_CONSTRUCTION, "economy.start_parcel",
             needs_evidence=True, dated="started_on"),
        Step("complete", "建成", (State.UNDER_CONSTRUCTION,), State.BUILT, "economy.complete_parcel",
             needs_evidence=True, dated="completed_on"),
        Step("mark_idle", "认定闲置", (State.SUPPLIED, State.UNDER_CONSTRUCTION), State.IDLE, "economy.mark_idle_parcel",
             needs_note=True, needs_evidence=True, check=check_idle),
        Step("take_back", "收回", (State.IDLE,), State.NET_LAND, "economy.take_back_parcel",
             needs_note=True, needs_evidence=True, effect=end_agreement),
        Step("mark_inefficient", "认定低效", (State.BUILT,), State.INEFFICIENT, "economy.mark_inefficient_parcel",
             needs_note=True),
        Step("improve", "提升达标", (State.INEFFICIENT,), State.BUILT, "economy.improve_parcel", needs_note=True),
        Step("void", "作废", (State.PLANNED, State.RESERVING, State.NET_LAND), State.VOIDED, "economy.void_parcel",
             needs_note=True, effect=leave_public_layer),
    ),
)  # fmt: skip
