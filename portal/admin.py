"""The back office's own parts, for the apps' `admin.py`; and what of other packages is shown there.

Third-party sections are taken out: they know nothing of posts. What administrators need of them comes back
read-only, in Chinese, beside the models it is about.
"""

from django.apps import apps
from django.contrib import admin

from portal.backoffice.base import (
    ReadOnlyAdmin,
    ScopedModelAdmin,
    ScopedTabularInline,
    column,
    flag,
    rows_of,
)

__all__ = ["ReadOnlyAdmin", "ScopedModelAdmin", "ScopedTabularInline", "column", "flag", "rows_of"]

for _model, _model_admin in list(admin.site._registry.items()):
    if not isinstance(_model_admin, ScopedModelAdmin):
        admin.site.unregister(_model)

# The only section of another package that comes back; it ships no Chinese name for itself.
apps.get_app_config("axes").verbose_name = "登录安全"
