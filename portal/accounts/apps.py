from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tells the trail when axes locks somebody out."""

    name = "portal.accounts"
    verbose_name = "机构与账号"

    def ready(self) -> None:
        from axes.signals import user_locked_out

        from portal.accounts.lockout import record_lockout

        user_locked_out.connect(record_lockout, dispatch_uid="accounts")
