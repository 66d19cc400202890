from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Chinese text search on plain PostgreSQL."""

    name = "portal.search"
    verbose_name = "全文搜索"
