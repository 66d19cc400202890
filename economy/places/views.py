"""What the pages of parcels and carriers offer alike: to publish, to take off, to say that nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from economy.places.rules import is_published
from portal.errors import InvalidInput, WrongState
from portal.site.records import Offer, visible_record

DONE = {"publish": "已公开招商。", "hide": "已从公开页面撤下。", "review": "已复核，半年后再看。"}


def offers_of(
    name: str, *, publishable: Callable[[Any], bool], due: Callable[[Any], bool]
) -> tuple[Offer, ...]:
    """What a record's page offers: to say that nothing has changed, to publish, to take off."""
    save, publish = f"economy.save_{name}", f"economy.publish_{name}"
    return (
        Offer(
            "已核对，没有变化", f"economy:review_{name}", save, icon="clipboard-check", when=due, posts=True
        ),
        Offer("公开招商", f"economy:publish_{name}", publish, icon="megaphone", when=publishable, posts=True),
        Offer(
            "撤下公开", f"economy:hide_{name}", publish, icon="slash-circle", when=is_published, posts=True
        ),
    )


def act_on(model: Any, **actions: Callable[..., None]) -> Callable[..., HttpResponse]:
    """The view that publishes, hides or reviews one record by the room's own actions."""

    @require_POST
    def act_on_record(request: Any, pk: int, act: str) -> HttpResponse:
        record = visible_record(model, pk, request.user, related=("area",))
        try:
            actions[act](record, by=request.user)
        except (InvalidInput, WrongState) as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, DONE[act])
        return redirect(record)

    return act_on_record
