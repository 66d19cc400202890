from django.contrib.staticfiles.apps import StaticFilesConfig


class AssetsConfig(StaticFilesConfig):
    """Django's own app; what no page of ours loads is not collected."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.map", "rest_framework", "redoc", "django_htmx"]
