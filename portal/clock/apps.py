from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "portal.clock"
    verbose_name = "日历与期限"
