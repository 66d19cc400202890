"""Forms of the exchange pages."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.exchange.models import Encoding, ExportFormat


class ExportForm(forms.Form):
    """In which form, and what for."""

    format = forms.ChoiceField(
        label="格式", choices=ExportFormat.choices, initial=ExportFormat.XLSX, widget=forms.RadioSelect
    )
    encoding = forms.ChoiceField(
        label="文本表格的编码", choices=Encoding.choices, initial=Encoding.UTF8, required=False,
        help_text="只对文本表格（CSV）有用。用旧版办公软件打开时选 GB18030。",
    )  # fmt: skip
    reason = forms.CharField(
        label="用途", min_length=4, max_length=200,
        help_text="写明给谁用、做什么用，例如“报区统计局一季度核对”。会记入审计日志。",
        error_messages={
            "required": "请写明导出用途，至少四个字。",
            "min_length": "用途至少写四个字，请写得具体些。",
        },
    )  # fmt: skip
    unmasked = forms.BooleanField(
        label="导出未脱敏的个人信息",
        required=False,
        help_text="文件会加水印，每次导出和下载都会记入审计日志。",
    )

    def __init__(self, *args: Any, may_unmask: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_unmask:
            del self.fields["unmasked"]

    def clean_encoding(self) -> str:
        """UTF-8 when nothing was chosen."""
        return self.cleaned_data["encoding"] or Encoding.UTF8
