"""What a ledger states about money, kept to be compared with the receipts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from economy.funds.models import FundsStatement
from portal.exchange.intake.bulk import add_many
from portal.exchange.intake.records import any_of
from portal.writing import writing

if TYPE_CHECKING:
    pass


@writing()
def state_funds(statements: Sequence[FundsStatement]) -> None:
    """Keep what a ledger states about funds in place by project and year; it is compared, never counted."""
    stated = any_of(FundsStatement, "project", [one.project_id for one in statements])
    known = set(FundsStatement.objects.filter(stated).values_list("project", "year"))
    add_many([one for one in statements if (one.project_id, one.year) not in known])
    FundsStatement.objects.bulk_create(
        [one for one in statements if (one.project_id, one.year) in known],
        update_conflicts=True,
        unique_fields=["project", "year"],
        update_fields=["in_place", "out_of_district", "out_of_province", "document", "note", "updated_at"],
        batch_size=1000,
    )
