from django.apps import AppConfig


class BulletinConfig(AppConfig):
    name = "portal.bulletin"
    verbose_name = "综合简报"
