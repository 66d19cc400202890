"""Re-encrypting stored personal data after a new key was put first on the ring."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from portal.personal import cipher
from portal.personal.fields import EncryptedField
from portal.personal.sealed import Sealed


def encrypted_columns() -> Iterator[tuple[type[models.Model], EncryptedField]]:
    """Every encrypted column of the installation, with its model."""
    for model in apps.get_models():
        for column in model._meta.local_fields:
            if isinstance(column, EncryptedField):
                yield model, column


def reencrypt_column(model: type[models.Model], column: EncryptedField, *, batch_size: int) -> int:
    """Bring every row of a column under the current key and with its index; the number of rows rewritten.

    One transaction a batch, so it can be stopped and started again; rows that are current are left alone.
    """
    rewritten, after = 0, None
    while True:
        with transaction.atomic():
            rows = next_rows(model, column, after, batch_size)
            if not rows:
                return rewritten
            rewritten += reencrypt_rows(model, column, rows)
        after = rows[-1].pk


def next_rows(
    model: type[models.Model], column: EncryptedField, after: object, batch_size: int
) -> list[models.Model]:
    """The next rows by key, locked until the batch is written."""
    rows = model._base_manager.select_for_update(of=("self",)).only("pk", column.name).order_by("pk")
    return list((rows if after is None else rows.filter(pk__gt=after))[:batch_size])


def reencrypt_rows(model: type[models.Model], column: EncryptedField, rows: list[models.Model]) -> int:
    """Rewrite those of `rows` that are not current; how many they were."""
    stale = [row for row in rows if needs_rewrite(getattr(row, column.attname), column)]
    for row in stale:
        text = getattr(row, column.attname).reveal()
        # Assigning the same text would keep the old ciphertext; that is what must go.
        row.__dict__[column.attname] = Sealed(kind=column.kind, context=column.context, plain=text)
    model._base_manager.bulk_update(stale, [column.name])
    return len(stale)


def needs_rewrite(value: object, column: EncryptedField) -> bool:
    """Whether a stored value is under an old key, or lacks or carries an index it should not."""
    return isinstance(value, Sealed) and not cipher.is_current(
        value.token(indexed=column.indexed), indexed=column.indexed
    )
