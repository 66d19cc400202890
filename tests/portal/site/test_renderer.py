"""Widgets written without templates look exactly as Django's templates have them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from portal.site.renderer import DIRECT, WidgetRenderer

CHOICES = [("", "全部"), ("a<b", "甲 & 乙"), ("组", [("1", mark_safe("<b>一</b>")), (2, "二")])]
FIELDS = [
    (forms.Select(choices=CHOICES), "2"),
    (forms.Select(choices=CHOICES, attrs={"required": True, "disabled": False, "data-x": '"'}), None),
    (forms.TextInput(attrs={"maxlength": 3}), '<"&'),
    (forms.NumberInput(), 0),
    (forms.PasswordInput(), "secret"),
    (forms.DateInput(attrs={"type": "date"}), None),
    (forms.FileInput(), None),
]


@pytest.mark.parametrize(("widget", "value"), FIELDS)
def test_same_markup_as_the_template(widget, value):
    ours, django = (
        parse_html(widget.render("field", value, {"id": "id_field"}, renderer()))
        for renderer in (WidgetRenderer, DjangoTemplates)
    )
    assert ours == django


def test_every_direct_widget_has_a_template_of_that_name():
    for name in DIRECT:
        assert DjangoTemplates().get_template(name)
