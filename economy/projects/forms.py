"""The forms projects, their contracts, stages and progress are entered by."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q

from economy.projects.actions.register import national_code, national_code_fault
from economy.projects.dates import written_date
from economy.projects.models import FUNNEL, RANK, Project, ProjectStage
from economy.projects.queries import ASSIGNABLE, assignable
from governance.enterprises.models import Enterprise
from governance.industries.forms import IndustryField
from portal.accounts.models import Area, User
from portal.errors import InvalidInput
from portal.site.fields import wan

FILES = ".pdf,.jpg,.jpeg,.png,.doc,.docx,.xls,.xlsx,.ods,.csv,.txt,.ofd,.wps,.et"
LARGEST_FILE = 20 * 1024 * 1024
CONFIRMED = forms.BooleanField(
    label="数字无误", required=False, help_text="已核对单位和小数点，确实就是这个数。"
)


class MoneyField(forms.CharField):
    """An amount as people write it (8.3亿元, 500万元, 500): cleaned to 万元 and the text as written."""

    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {"required": False, "max_length": 40}
        super().__init__(widget=forms.TextInput({"inputmode": "decimal"}), **{**defaults, **kwargs})

    def clean(self, value: Any) -> tuple[Decimal | None, str]:
        """The amount in 万元 (None for — and nothing), and how it was written."""
        text = super().clean(value).strip()
        try:
            amount = wan(text)
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error
        if amount is None and self.required:
            raise forms.ValidationError("没有填数。")
        if amount is not None and text and text[-1].isdigit():
            text = f"{text}万元"
        return amount, text if amount is not None else ""


class DocumentField(forms.FileField):
    """A file that proves something; kept as it arrived."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.ClearableFileInput({"accept": FILES}), **kwargs)
        self.error_messages["required"] = "没有选文件，请附上证明文件。"

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file; refuses one of more than 20 MB."""
        file = super().clean(data, initial)
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError("文件超过 20 MB，请压缩或拆开后上传。")
        return file


class NamedField(forms.CharField):
    """A record known by its code or name, among those of `records`."""

    def __init__(self, *, words: tuple[str, ...], what: str, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=120, **kwargs)
        self.words, self.what, self.records = words, what, None

    def prepare_value(self, value: Any) -> Any:
        """Its name."""
        return getattr(value, "name", value)

    def clean(self, value: Any) -> Any:
        """The record; None for nothing, refused when there is none or several."""
        text = super().clean(value).strip()
        if not text:
            return None
        named = reduce(or_, (Q(**{word: text}) for word in self.words))
        found = list(self.records.filter(named)[:2]) if self.records is not None else []
        if len(found) == 1:
            return found[0]
        told = "有几个同名的，请改写代码。" if found else f"没有找到这个{self.what}，请写全称或编号。"
        raise forms.ValidationError(told)


class WrittenDateField(forms.CharField):
    """A day as far as it is known (2017-06-15, 2017.6, 2017年), kept as written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        """The text; refused with its cure when it is no day, or one to come."""
        text = super().clean(value)
        if text:
            try:
                written_date(text)
            except InvalidInput as error:
                raise forms.ValidationError(error.message) from error
        return text


class ConfirmingForm(forms.Form):
    """A form whose figures may be questioned: the box to confirm them appears only then."""

    confirmed = CONFIRMED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.data.get("confirmed"):
            self.fields["confirmed"].widget = forms.HiddenInput()

    def question(self, text: str) -> None:
        """Show the question with its box."""
        self.fields["confirmed"].widget = forms.CheckboxInput()
        self.add_error("confirmed", text)


class ProjectForm(ConfirmingForm):
    """What is kept of one project."""

    name = forms.CharField(
        label="项目名称", max_length=120, help_text="二期单独登记为一个项目，在“一期项目”里选它的一期。"
    )
    area = forms.ModelChoiceField(Area.objects.none(), label="所在社区", empty_label="请选择")
    investor = forms.CharField(label="投资方", max_length=120, required=False)
    industry_label = forms.CharField(
        label="所属产业", max_length=60, required=False, help_text="招商口径的产业，例如：通用航空、保险。"
    )
    industry = IndustryField(
        label="国民经济行业", help_text="国民经济行业分类代码或名称，例如 6820。定不了就空着，由统计人员填。"
    )
    planned_investment = MoneyField(
        label="计划总投资", help_text="例如 8.3亿元；只写数字即为万元。没有数就空着，不要填 0。"
    )
    national_code = forms.CharField(
        label="投资项目统一代码",
        max_length=40,
        required=False,
        help_text="备案后才有，形如 2017-410106-37-03-012345。",
    )
    parent = NamedField(
        label="一期项目",
        words=("code", "name"),
        what="项目",
        help_text="这是二期时填写一期的名称或编号，不是就空着。",
    )
    enterprise = NamedField(
        label="落地企业", words=("uscc", "name"), what="企业",
        help_text="已登记企业的全称或统一社会信用代码；还没有注册的空着。",
    )  # fmt: skip
    chief_officer = forms.ModelChoiceField(
        User.objects.none(), label="项目首席服务官", required=False, empty_label="还没有指定"
    )
    leader = forms.ModelChoiceField(
        User.objects.none(), label="包联领导", required=False, empty_label="还没有指定"
    )
    is_public = forms.BooleanField(
        label="对外公开",
        required=False,
        help_text="公开后，项目名称、产业和阶段可以出现在公众页面；金额和人员不公开。",
    )
    note = forms.CharField(label="备注", max_length=500, required=False, widget=forms.Textarea({"rows": 3}))

    field_order = (
        "name", "area", "investor", "industry_label", "industry", "planned_investment", "national_code", "parent",
        "enterprise", "chief_officer", "leader", "is_public", "note", "confirmed",
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, project: Project | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = user.reach(f"economy.{'change' if project else 'add'}_project").below
        self.fields["area"].queryset = Area.objects.in_force().filter(pk__in=reach).defer("boundary")
        known = Project.objects.visible_to(user).entered()
        self.fields["parent"].records = known.exclude(pk=project.pk) if project else known
        self.fields["enterprise"].records = Enterprise.objects.visible_to(user).in_the_area()
        for name, roles in ASSIGNABLE.items():
            self.fields[name].queryset = assignable(user, roles)

    def clean_national_code(self) -> str:
        """The code; a wrong one says what is wrong with it."""
        code = national_code(self.cleaned_data["national_code"])
        fault = national_code_fault(code) if code else ""
        if fault:
            raise forms.ValidationError(f"{fault}，请对照备案证明核对。")
        return code

    @property
    def facts(self) -> dict[str, Any]:
        """What was entered, by field of the record."""
        facts = {
            name: value for name, value in self.cleaned_data.items() if name not in ("area", "confirmed")
        }
        facts["planned_investment"], facts["planned_investment_text"] = facts["planned_investment"]
        return facts


def initial_of(project: Project) -> dict[str, Any]:
    """The form's values for a project on record."""
    values = {name: getattr(project, name) for name in ProjectForm.base_fields if name != "confirmed"}
    shown = "" if project.planned_investment is None else f"{project.planned_investment.normalize():f}"
    return {**values, "planned_investment": project.planned_investment_text or shown}


class AdvanceForm(forms.Form):
    """A step forward: to which stage, since when, shown by what."""

    stage = forms.ChoiceField(label="转入阶段")
    on = WrittenDateField(label="日期", help_text="知道到哪一步就写到哪一步：2017-06-15、2017.6 或 2017年。")
    file = DocumentField(label="依据文件", help_text="合同、备案证明、开工令、验收报告等。")
    title = forms.CharField(
        label="文件名称", max_length=120, required=False, help_text="不填就用文件本来的名字。"
    )
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rank = RANK.get(ProjectStage(project.stage), len(FUNNEL))
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in FUNNEL[rank:]]


class ResumeForm(forms.Form):
    """Taking a suspended project up again."""

    on = forms.CharField(
        label="恢复日期", max_length=20, required=False, help_text="空着按今天；可以写 2017.9。"
    )
    note = forms.CharField(label="理由", max_length=300, min_length=2, widget=forms.Textarea({"rows": 3}))


class ReversalForm(forms.Form):
    """A proposal to set a project back."""

    stage = forms.ChoiceField(label="退回到", help_text="提出后由另一位负责人核准，核准之前阶段不变。")
    reason = forms.CharField(label="理由", max_length=300, min_length=2, widget=forms.Textarea({"rows": 3}))
    file = DocumentField(label="依据文件", required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rank = RANK.get(ProjectStage(project.stage), len(FUNNEL) + 1)
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in FUNNEL if RANK[stage] < rank]
