"""The upload form: which file, for which area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms

from portal.accounts.models import Area, AreaKind
from portal.exchange.intake.declare import Import

if TYPE_CHECKING:
    from portal.accounts.models import User

OFFICES = (AreaKind.DISTRICT, AreaKind.STREET, AreaKind.COMMUNITY)


class UploadForm(forms.Form):
    """A file, and the office or community it is for; the widest of the user's areas by default."""

    file = forms.FileField(
        label="表格文件",
        help_text="xlsx、xls、ods 或 csv，可以拖到这里。上传后先核对，确认之前什么都不会写入。",
        error_messages={"required": "请选择要上传的表格文件。", "empty": "文件是空的，请检查后重新选择。"},
    )
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label="导入到",
        empty_label=None,
        error_messages={
            "required": "请选择导入到哪个区域。",
            "invalid_choice": "您不能导入到这个区域，请重新选择。",
        },
    )

    def __init__(self, *args: Any, declared: Import, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = areas_to_import_into(declared, user)
        cast("forms.ModelChoiceField", self.fields["area"]).queryset = areas
        self.fields["area"].initial = areas.first()


def areas_to_import_into(declared: Import, user: User) -> Any:
    """The offices and communities over which `user` may import `declared`, from the top of the tree."""
    reach = user.reach(declared.permission).below
    offices = Area.objects.filter(id__in=reach, kind__in=OFFICES)
    return offices if offices.exists() else Area.objects.filter(id__in=reach)
