"""Placeholder until engineer A's fields land (A: overwrite this file)."""
from django.db import models


class EncryptedField(models.TextField):
    def __init__(self, *args, kind="", **kwargs):
        self.kind = kind
        super().__init__(*args, **kwargs)


class BlindIndexField(models.CharField):
    def __init__(self, *args, source="", **kwargs):
        kwargs.setdefault("max_length", 64); kwargs.setdefault("default", ""); kwargs.setdefault("editable", False)
        self.source = source
        super().__init__(*args, **kwargs)
