"""What the board can be asked for."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from portal.accounts.models import Area


class BoardChoice(forms.Form):
    """An area with figures and the month they are read at."""

    area = forms.ChoiceField(label="区域")
    period = forms.ChoiceField(label="期间")

    def __init__(self, areas: list[Area], months: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        cast("forms.ChoiceField", self.fields["area"]).choices = [(area.pk, area.name) for area in areas]
        cast("forms.ChoiceField", self.fields["period"]).choices = months
