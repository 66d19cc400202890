"""The form to load a year from the pasted notice."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.clock.notice import Notice, read_notice


class LoadYearForm(forms.Form):
    """Year, document number and the notice's text; valid only when the text is read without a problem."""

    year = forms.IntegerField(label="年份", min_value=2004, max_value=2100)
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="如“国办发明电〔2025〕7号”；正文里有文号时可以不填。",
    )
    notice = forms.CharField(
        label="通知正文",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="把国务院办公厅通知的正文整段粘贴到这里，每个节日一段。载入前会先给您核对。",
    )

    # What the notice says, once the form is valid.
    read: Notice

    def clean(self) -> dict[str, Any]:
        """Read the notice and say what does not fit."""
        data = super().clean() or {}
        if "year" in data and "notice" in data:
            self.read = read_notice(data["notice"], data["year"])
            for problem in self.read.problems:
                self.add_error("notice", problem)
            data["document_number"] = data.get("document_number") or self.read.document_number
            if not data["document_number"]:
                self.add_error("document_number", "正文里没有读到文号，请填写。")
        return data
