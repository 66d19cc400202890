"""Model fields for personal data: an encrypted column and the blind index beside it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.query_utils import DeferredAttribute

from portal.personal import cipher
from portal.personal.kinds import KINDS
from portal.personal.sealed import Sealed


class SealedFormField(forms.CharField):
    """A form field that shows the masked text; sending it back unchanged keeps what is stored."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Neither the browser nor a draft keeps what is typed here."""
        return {**super().widget_attrs(widget), "autocomplete": "off", "data-personal": True}

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Sealed) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class SealedAttribute(DeferredAttribute):
    """Turns what is assigned to a record into a `Sealed`; the same text again leaves the stored form alone."""

    field: EncryptedField

    def __set__(self, instance: models.Model, value: Any) -> None:
        stored = instance.__dict__.get(self.field.attname)
        sealed = self.field.seal(value)
        if isinstance(stored, Sealed) and means_the_same(value, sealed, stored):
            return
        instance.__dict__[self.field.attname] = sealed


def means_the_same(value: Any, sealed: Any, stored: Sealed) -> bool:
    """Whether an assigned value is the stored text, or its mask as a form had shown it."""
    try:
        return sealed == stored or (isinstance(value, str) and "*" in value and value == str(stored))
    except cipher.Undecipherable:
        return False


class EncryptedField(models.TextField):
    """Personal text, stored encrypted (AES-256-GCM), read as a `Sealed` that prints masked.

    `kind` is one of `portal.personal.kinds.KINDS`: it says how the text is normalised, checked and masked.
    Plain text may be assigned, also through `update()` and `bulk_create()`. Only `isnull` can be asked of the
    column; for equality add a `BlindIndexField` and use `blind_index()`.
    The column's name is bound into the ciphertext: renaming a model or field needs a data migration.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), {**kwargs, "kind": self.kind}

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        if self.kind in KINDS:
            return super().check(**kwargs)
        return [checks.Error(f"未知的个人信息种类 {self.kind!r}。", obj=self, id="personal.E001")]

    @property
    def context(self) -> str:
        """`app.model.field`, which the ciphertext is bound to."""
        return f"{self.model._meta.label_lower}.{self.name}"

    @cached_property
    def indexed(self) -> bool:
        """Whether a `BlindIndexField` of the same model reads this column."""
        columns = self.model._meta.local_fields
        return any(isinstance(column, BlindIndexField) and column.source == self.name for column in columns)

    def seal(self, value: Any) -> Any:
        """`Sealed` for a text, or for the value of another column; empty values and expressions stay."""
        if isinstance(value, Sealed):
            return value if value.context == self.context else self.seal(value.reveal())
        if not isinstance(value, str):
            return value
        text = KINDS[self.kind].normalise(value)
        return Sealed(kind=self.kind, context=self.context, plain=text) if text else ""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return Sealed(kind=self.kind, context=self.context, token=value) if value else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith(f"{cipher.VERSION}:"):
            return self.open_stored(value)
        return self.seal(value)

    def open_stored(self, text: str) -> Any:
        """A fixture carries stored forms; a text that only looks like one is taken as text."""
        stored = Sealed(kind=self.kind, context=self.context, token=text)
        try:
            stored.reveal()
        except cipher.Undecipherable:
            return self.seal(text)
        return stored

    def get_prep_value(self, value: Any) -> Any:
        value = self.seal(value)
        return (
            value.token(indexed=self.indexed) if isinstance(value, Sealed) else super().get_prep_value(value)
        )

    def differs(self, before: Any, now: Any) -> bool:
        """Whether another text was assigned: the same one again leaves the very same value, opened or not."""
        return now is not before

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def get_lookup(self, lookup_name: str) -> Any:
        # Two encryptions of one text differ, so any comparison would silently find nothing.
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    @cached_property
    def validators(self) -> list[Any]:
        return [*super().validators, self.check_text]

    def check_text(self, value: Any) -> None:
        """Refuse a text that is not of this kind, and a masked text that would overwrite the real one."""
        text = value.reveal() if isinstance(value, Sealed) else KINDS[self.kind].normalise(value)
        if "*" in text and self.kind != "text":
            raise ValidationError("请填写完整内容，不能含有星号。", code="masked")
        if not KINDS[self.kind].accepts(text):
            raise ValidationError(KINDS[self.kind].refusal, code=f"invalid_{self.kind}")

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": SealedFormField, "widget": forms.TextInput, **kwargs})


class BlindIndexField(models.GeneratedField):
    """The keyed hash of an `EncryptedField`, for equality search and uniqueness.

    PostgreSQL itself takes it out of the stored ciphertext (a generated column), so no way of writing
    (`update()`, `bulk_update()`, COPY, raw SQL) can leave an index that belongs to an older text.
    """

    def __init__(self, *, source: str, **kwargs: Any) -> None:
        self.source = source
        taken_out = Func(F(source), Value(":"), Value(4), function="split_part")
        super().__init__(
            expression=taken_out,
            output_field=models.CharField(max_length=cipher.INDEX_LENGTH),
            db_persist=True,
            **{"db_index": not kwargs.get("unique", False), **kwargs},
        )

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("expression", "output_field", "db_persist"):
            del kwargs[fixed]
        return (
            name,
            path,
            list(args),
            {**kwargs, "source": self.source},
        )

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        sources = {
            column.name for column in self.model._meta.local_fields if isinstance(column, EncryptedField)
        }
        if self.source in sources:
            return super().check(**kwargs)
        return [checks.Error(f"没有名为 {self.source!r} 的加密字段。", obj=self, id="personal.E002")]


def blind_index(field: EncryptedField | SealedAttribute, text: str) -> str:
    """What the index of `field` holds for `text`; "" for an empty text.

    `User.objects.filter(mobile_index=blind_index(User.mobile, "138 0013 8000"))`.
    """
    column = field.field if isinstance(field, SealedAttribute) else field
    normalised = KINDS[column.kind].normalise(text)
    return cipher.index_of(normalised, column.context) if normalised else ""
