"""What the API is given for completed investment; money in 万元."""

from __future__ import annotations

from economy.projects.models import Project
from portal.api.fields import PeriodField, VisibleRelatedField, confirmed, money, text
from portal.api.inputs import Input


class ProgressInput(Input):
    """Investment completed up to the end of a month."""

    project = VisibleRelatedField(queryset=Project.objects.select_related("area"), help_text="项目编号")
    period = PeriodField(help_text="截至月份，例如 2018-03")
    completed = money("累计完成投资（万元）", min_value=0)
    fall_reason = text(200, "累计减少的原因")
    note = text(300, "形象进度")
    confirmed = confirmed()
