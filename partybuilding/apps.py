from django.apps import AppConfig


class PartyBuildingConfig(AppConfig):
    name = "partybuilding"
    verbose_name = "党的建设"
