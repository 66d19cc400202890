"""Documents that come with an entry: uploaded on a page, named by their id in the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.files.base import File
from rest_framework import serializers

from portal.attachments.actions import keep_document
from portal.attachments.models import Document
from portal.errors import InvalidInput
from portal.records.kinds.base import FactInput, Kind
from portal.records.kinds.names import LARGEST_KEY, OneOf
from portal.records.kinds.words import Choice

if TYPE_CHECKING:
    from portal.accounts.models import Area
    from portal.records.facts import Asked, Given

FILES = ".pdf,.jpg,.jpeg,.png,.doc,.docx,.xls,.xlsx,.ods,.csv,.txt,.ofd,.wps,.et"
LARGEST_FILE = 20 * 1024 * 1024
DOCUMENTS = OneOf(lambda asked: Document.objects.visible_to(asked.user))
NO_FILE = "没有选文件，请附上证明文件。"


@dataclass(frozen=True)
class Upload:
    """A file that was sent, to be kept when the action is taken; and what it is called and proves."""

    file: File
    title: str = ""
    kind: str = ""


class UploadField(forms.FileField):
    """A file that proves something; kept as it arrived."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.FileInput({"accept": FILES}), **options)
        self.error_messages |= {"required": NO_FILE, "empty": "文件是空的，请检查后重新选择。"}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file; refuses one of more than 20 MB."""
        file = super().clean(data, initial)
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError("文件超过 20 MB，请压缩或拆开后上传。")
        return file


@dataclass(frozen=True)
class Paper(Kind):
    """One document: the page's field is called `file`; with `titled`, the page asks what it is called."""

    file: str = "file"
    titled: bool = False
    json: ClassVar[Mapping[str, Any]] = {"type": "integer", "minimum": 1, "maximum": LARGEST_KEY}

    def read(self, raw: Any, given: Given, asked: Asked) -> Any:
        """The document of an id."""
        return DOCUMENTS.read(raw, given, asked)

    def settle(self, value: Any, given: Given, asked: Asked) -> Any:
        """The document: an upload is kept now."""
        return kept(value, asked) if isinstance(value, Upload) else value

    def fields(self, given: Given, asked: Asked) -> dict[str, forms.Field]:
        """The file, and what it is called."""
        required = given.is_required and not asked.changing
        file = UploadField(label=given.words, required=required, help_text=given.help or "")
        title = forms.CharField(
            label="文件名称", max_length=120, required=False, help_text="不填就用文件本来的名字。"
        )
        return {self.file: file, **({"title": title} if self.titled else {})}

    def gather(self, parts: dict[str, Any], given: Given, asked: Asked) -> Any:
        """What was uploaded."""
        file = parts[self.file]
        return Upload(file, parts.get("title", "")) if file else None

    def shown(self, value: Any, given: Given) -> dict[str, Any]:
        """A file is never shown again."""
        return {}

    def mark(self, value: Any, given: Given) -> Any:
        """Which document."""
        return getattr(value, "pk", None)


@dataclass(frozen=True, eq=False)
class Papers(Paper):
    """Documents and what each is: `kinds` are choices, `make` makes of a document and its kind what the action takes.

    A page adds one at a time; a program sends a list of `{"document": id, "kind": …}`.
    """

    kinds: Any = ()
    kind_label: str = "种类"
    make: Callable[[Document, str], Any] = lambda document, kind: (document, kind)

    def read(self, raw: Any, given: Given, asked: Asked) -> Any:
        """Those named; each was read by its own field."""
        return raw

    def settle(self, value: Any, given: Given, asked: Asked) -> list[Any]:
        """What the action takes, uploads kept."""
        found = [value] if isinstance(value, Upload) else value or []
        return [
            self.make(kept(one, asked), one.kind)
            if isinstance(one, Upload)
            else self.make(one["document"], one["kind"])
            for one in found
        ]

    def fields(self, given: Given, asked: Asked) -> dict[str, forms.Field]:
        """What it is, and the file."""
        kind = forms.ChoiceField(label=self.kind_label, choices=self.kinds, required=False)
        return {f"{given.name}_kind": kind, **super().fields(given, asked)}

    def gather(self, parts: dict[str, Any], given: Given, asked: Asked) -> Any:
        """What was uploaded, with what it is."""
        file, kind = parts[self.file], parts[f"{given.name}_kind"] or self.kinds[0][0]
        return Upload(file, parts.get("title", ""), kind) if file else None

    def mark(self, value: Any, given: Given) -> Any:
        """Documents are added, never changed."""
        return None

    def of(self, record: Any, given: Given) -> Any:
        """Those on record are shown on its page."""
        return None

    def input(self, given: Given, asked: Asked, **options: Any) -> serializers.Field:
        """A list of documents with what each is."""
        return paper_input(given, self)(many=True, help_text=given.words, **options)


@cache
def paper_input(given: Given, papers: Papers) -> type[serializers.Serializer]:
    """One of a list of documents: its id, and what it is."""
    from portal.records.facts import Given as Fact

    document = Fact("document", DOCUMENTS, label=f"{given.words}编号", required=True, because="names the id")
    kind = Fact("kind", Choice(tuple(papers.kinds)), label=papers.kind_label, because="part of a list")
    fields = {
        "document": FactInput(document),
        "kind": FactInput(kind, required=False, default=papers.kinds[0][0]),
    }
    name = f"{given.name.title()}Paper"
    return type(name, (serializers.Serializer,), {**fields, "__doc__": "A document and what it is."})


def kept(upload: Upload, asked: Asked) -> Document:
    """An uploaded file as a document of the area of what it is about."""
    title = upload.title or (upload.file.name or "证明文件").rsplit("/", 1)[-1][:120]
    return keep_document(upload.file, area=_area(asked), title=title, by=asked.user)


def _area(asked: Asked) -> Area:
    about, area = asked.about, asked.given.get("area")
    if about is None:
        if area is None:
            raise InvalidInput("没有说明文件属于哪个区域。")
        return area
    path = about.scope.path.removesuffix("_id")
    for name in path.split("__"):
        about = getattr(about, name)
    return about
