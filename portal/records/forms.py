"""The form of a page, made from the facts of its action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from portal.errors import InvalidInput, Refusal
from portal.records.facts import PAGE, Asked, Facts, Given, Part

CHOSEN_BEFORE = "（刚才选的，现在不能选）"


class FactsForm(forms.Form):
    """Facts as a page enters them.

    `read` holds their values once the form is valid; `initial` is what the fields show, as text.
    """

    def __init__(self, declared: Facts, asked: Asked, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declared, self.asked = declared, asked
        self.read: dict[str, Any] = {}
        self.parts_of: dict[str, dict[str, forms.Field]] = {}
        for given in declared.on(PAGE):
            self.parts_of[given.name] = given.kind.fields(given, asked)
            self.fields.update(self.parts_of[given.name])
        for name, field in self.fields.items():
            if getattr(field, "asked_back", False) and not self.data.get(name):
                field.widget = forms.HiddenInput()

    # What was entered

    def clean(self) -> dict[str, Any]:
        """The values of the facts, from their fields; then they are judged together."""
        for given in self.declared.on(PAGE):
            names = self.parts_of[given.name]
            if any(name in self.errors for name in names):
                continue
            try:
                parts = {name: self.cleaned_data.get(name) for name in names}
                self.read[given.name] = self.asked.given[given.name] = given.kind.gather(
                    parts, given, self.asked
                )
            except InvalidInput as refusal:
                self.place(refusal, beside=next(iter(names)))
        if not self.errors:
            try:
                self.declared.check(self.asked)
            except InvalidInput as refusal:
                self.place(refusal)
        return self.cleaned_data

    def changed(self, given: Given, shown: Mapping[str, Any]) -> bool:
        """Whether something else was entered than the fields had shown."""
        return any(self._differs(name, shown.get(name, "")) for name in self.parts_of[given.name])

    def _differs(self, name: str, shown: Any) -> bool:
        bound = self[name]
        entered = bound.data
        if isinstance(shown, bool) or isinstance(entered, bool):
            return bool(shown) != bool(entered)
        if _plain(shown) == _plain(entered):
            return False
        if isinstance(bound.field, forms.FileField):
            return bool(entered)
        try:
            return bound.field.clean(shown) != bound.field.clean(entered)
        except forms.ValidationError:
            return True

    # What is told

    def place(self, refusal: Refusal, *, beside: str = "") -> None:
        """The refusal where it belongs: every fault beside the field of its fact, with its cure; else on top."""
        placed, elsewhere = False, []
        for fault in refusal.errors:
            name = self.field_of(fault.get("field", "")) or beside
            if name:
                self.add_error(name, told(fault))
                placed = True
            else:
                elsewhere.append(told(fault))
        for sentence in elsewhere if placed else ():
            self.add_error(None, sentence)
        if not placed:
            self.add_error(beside if beside in self.fields else None, refusal.message)

    def ask(self, question: Refusal) -> None:
        """Show each question beside the box that answers it."""
        for fault in question.errors:
            code = fault.get("code", "")
            name = f"confirm_{code}" if code else self.field_of(fault.get("field", ""))
            if name not in self.fields:
                self.add_error(None, told(fault))
                continue
            self.fields[name].widget = forms.CheckboxInput()
            self.add_error(name, f"{question.message}{fault['cure']}。" if code else told(fault))

    def field_of(self, path: str) -> str:
        """The form field of what an action calls `path`: of the fact, of one of its arguments, or of a part of it."""
        name = path.split(".")[0]
        if name in self.fields:
            return name
        for given in self.declared.on(PAGE):
            if given.name == name or name in self._arguments(given):
                fields = self.parts_of[given.name]
                return next(
                    (one for one, field in fields.items() if isinstance(field, forms.FileField)),
                    next(iter(fields)),
                )
        return ""

    def _arguments(self, given: Given) -> set[str]:
        return set(given.arguments(self.read[given.name])) if given.name in self.read else set()

    # What the page shows

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The fields under their headings; those of a fact with a template of its own together."""
        sections: list[dict[str, Any]] = [{"title": "", "groups": []}]
        for part in self.declared.parts:
            if isinstance(part, Part):
                sections.append({"title": part.title, "groups": []})
            elif part.name in self.parts_of:
                fields = [self[name] for name in self.parts_of[part.name] if not self[name].is_hidden]
                sections[-1]["groups"].append({"template": part.template, "fields": fields, "given": part})
        return [section for section in sections if section["groups"]]

    @property
    def is_long(self) -> bool:
        """Whether the button is far from what is typed."""
        return len(self.fields) > 8

    @property
    def entered(self) -> list[tuple[str, str]]:
        """What was typed, in words: for a page that cannot show the form any more."""
        found = ((bound.label, words_of(bound, bound.data)) for bound in self._typed())
        return [(str(label), words) for label, words in found if words]

    def _typed(self) -> Iterator[BoundField]:
        return (
            bound for bound in self if not isinstance(bound.field.widget, forms.HiddenInput | forms.FileInput)
        )

    def keep_choices(self) -> None:
        """Let what was chosen stay in the page, also where it can no longer be chosen; say that files are gone."""
        for bound in self:
            widget, sent = bound.field.widget, bound.data
            if isinstance(bound.field, forms.FileField) and sent:
                bound.help_text = f"请重新选择文件：刚才选的“{sent.name}”没有保存。{bound.help_text}"
            elif (
                isinstance(widget, forms.Select)
                and sent
                and str(sent) not in {str(value) for value, _ in widget.choices}
            ):
                widget.choices = [*widget.choices, (sent, CHOSEN_BEFORE)]


def told(fault: Mapping[str, Any]) -> str:
    """A fault as a sentence with its cure."""
    text = "，".join(str(part).rstrip("。") for part in (fault.get("message"), fault.get("cure")) if part)
    return f"{text}。"


def words_of(bound: BoundField, raw: Any) -> str:
    """What stands in a field, in words."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    names = {str(value): str(label) for value, label in getattr(bound.field.widget, "choices", ())}
    return names.get(str(raw), str(raw or ""))


def _plain(value: Any) -> str:
    return "\n".join(line.strip() for line in str("" if value is None else value).strip().splitlines())
