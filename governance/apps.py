from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "区域治理"
    # Ground floor first: a room knows only those before it.
    rooms = (
        "industries",
        "enterprises",
        "years",
    )
