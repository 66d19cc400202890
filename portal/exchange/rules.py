"""Who may see that others exported; the files themselves stay with those who asked. Who sees imports."""

from portal.accounts.roles import COMMUNITY_STAFF, STREET_STAFF, Role, grant

grant((Role.AUDITOR, Role.AUDIT_ADMIN), "exchange.view_exportjob")
grant((*STREET_STAFF, *COMMUNITY_STAFF, Role.AUDITOR), "exchange.view_importjob", "exchange.view_headeralias")
grant((Role.SECTION_CHIEF, Role.ECONOMY_CLERK, Role.SAFETY_OFFICER, Role.PARTY_CLERK),
      "exchange.add_headeralias", "exchange.change_headeralias", "exchange.delete_headeralias")  # fmt: skip
