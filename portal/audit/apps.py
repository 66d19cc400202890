from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Connects the trail to what Django itself announces: connections, the end of `migrate`, log-ins."""

    name = "portal.audit"
    verbose_name = "操作日志"

    def ready(self) -> None:
        from portal.audit import attribution, carrying, installer, logins

        connection_created.connect(attribution.attach, dispatch_uid="audit")
        post_migrate.connect(installer.install, sender=self, dispatch_uid="audit")
        carrying.connect()
        user_logged_in.connect(logins.logged_in, dispatch_uid="audit")
        user_logged_out.connect(logins.logged_out, dispatch_uid="audit")
        user_login_failed.connect(logins.login_failed, dispatch_uid="audit")
