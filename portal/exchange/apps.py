from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "portal.exchange"
    verbose_name = "数据导出与导入"
