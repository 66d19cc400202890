"""Who may see, report, review and publish indicators."""

from portal.accounts.roles import COMMUNITY_STAFF, STREET_STAFF, Role, grant

REVIEWERS = (Role.SECTION_CHIEF, Role.STREET_LEADER)
REPORTERS = (Role.ECONOMY_CLERK, *COMMUNITY_STAFF)
READERS = (*STREET_STAFF, *COMMUNITY_STAFF, Role.AUDITOR)

grant(
    READERS,
    "economy.view_indicator",
    "economy.view_indicatortarget",
    "economy.view_indicatorreport",
    "economy.view_ratiorule",
    "economy.export_indicatorreport",
)
grant(
    REPORTERS,
    "economy.save_report",
    "economy.submit_report",
    "economy.withdraw_report",
    "economy.void_report",
    "economy.correct_report",
)
grant(
    REVIEWERS,
    "economy.return_report",
    "economy.approve_report",
    "economy.publish_report",
    "economy.lock_report",
)
grant(
    (Role.ECONOMY_CLERK, Role.SECTION_CHIEF),
    "economy.add_indicator",
    "economy.change_indicator",
    "economy.add_ratiorule",
    "economy.change_ratiorule",
)
grant(Role.SECTION_CHIEF, "economy.add_indicatortarget", "economy.change_indicatortarget")

INVESTMENT_READERS = (Role.STREET_LEADER, Role.SECTION_CHIEF, Role.ECONOMY_CLERK, Role.AUDITOR)
grant(
    READERS,
    "economy.view_landparcel",
    "economy.view_industrialcarrier",
    "economy.view_premises",
    "economy.view_pointofinterest",
    "economy.view_landusecode",
    "economy.export_landparcel",
    "economy.export_industrialcarrier",
)
grant(
    INVESTMENT_READERS,
    "economy.view_chainlink",
    "economy.view_targetenterprise",
    "economy.export_targetenterprise",
)
grant(
    (Role.ECONOMY_CLERK, Role.SECTION_CHIEF),
    "economy.save_parcel",
    "economy.reserve_parcel",
    "economy.clear_parcel",
    "economy.start_parcel",
    "economy.complete_parcel",
    "economy.mark_inefficient_parcel",
    "economy.improve_parcel",
    "economy.save_carrier",
    "economy.add_pointofinterest",
    "economy.change_pointofinterest",
    "economy.add_chainlink",
    "economy.change_chainlink",
    "economy.add_targetenterprise",
    "economy.change_targetenterprise",
)
grant(
    REVIEWERS,
    "economy.supply_parcel",
    "economy.mark_idle_parcel",
    "economy.take_back_parcel",
    "economy.void_parcel",
    "economy.publish_parcel",
    "economy.publish_carrier",
)

DECIDERS = (Role.SECTION_CHIEF, Role.STREET_LEADER)
grant(
    READERS,
    "economy.view_project",
    "economy.view_projectmilestone",
    "economy.view_stagereversal",
    "economy.view_contract",
    "economy.view_projectprogress",
    "economy.view_fundsentry",
    "economy.view_fundsevidence",
    "economy.view_fundstotal",
    "economy.view_projectfunds",
    "economy.view_fundsstatement",
    "economy.view_sourceregion",
    "economy.export_project",
    "economy.export_contract",
    "economy.export_fundsentry",
)
grant(
    REPORTERS,
    "economy.add_project",
    "economy.change_project",
    "economy.advance_project",
    "economy.suspend_project",
    "economy.resume_project",
    "economy.propose_reversal",
    "economy.add_contract",
    "economy.add_projectprogress",
    "economy.add_fundsentry",
    "economy.submit_fundsentry",
)
grant((Role.ECONOMY_CLERK, Role.SECTION_CHIEF), "economy.terminate_project")
grant(
    DECIDERS,
    "economy.confirm_reversal",
    "economy.void_project",
    "economy.void_contract",
    "economy.review_fundsentry",
    "economy.release_receipt",
)

grant(
    READERS,
    "economy.view_industrycluster",
    "economy.view_clustermembership",
    "economy.export_clustermembership",
)
grant(
    (Role.ECONOMY_CLERK, Role.SECTION_CHIEF),
    "economy.add_industrycluster",
    "economy.change_industrycluster",
    "economy.join_cluster",
    "economy.leave_cluster",
)
