from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "portal.api"
    label = "api"
    verbose_name = "接口"

    def ready(self) -> None:
        from portal.api import openapi  # noqa: F401  (registers how tokens are described)
