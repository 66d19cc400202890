from django.apps import AppConfig


class EconomyConfig(AppConfig):
    name = "economy"
    verbose_name = "经济发展"
    # Ground floor first: a room knows only those before it.
    rooms = (
        "indicators",
        "reports",
        "board",
        "regions",
        "places",
        "projects",
        "contracts",
        "progress",
        "funds",
        "parcels",
        "premises",
        "chain",
        "clusters",
        "map",
        "funnel",
        "ledger",
        "visits",
    )
