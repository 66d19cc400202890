from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WorkflowConfig(AppConfig):
    """Has the database keep the two-person rule of every declared step, from the end of each `migrate` on."""

    name = "portal.workflow"
    verbose_name = "办理流程"

    def ready(self) -> None:
        from portal.workflow import two_persons

        post_migrate.connect(two_persons.install, sender=self, dispatch_uid="workflow.two_persons")
