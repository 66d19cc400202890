from django.apps import AppConfig

from portal.rooms import load_parts


class ExchangeConfig(AppConfig):
    """Files in and out; tables that say what they are exported as have an export."""

    name = "portal.exchange"
    verbose_name = "数据导出与导入"

    def ready(self) -> None:
        from portal.exchange.outgoing.declare import declare_exports_of_tables

        load_parts("tables")
        declare_exports_of_tables()
