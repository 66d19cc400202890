"""The economy pages under the desk."""

from django.urls import path

from economy.board.views import board_page
from economy.chain.views import EditTarget, NewTarget, TargetList, TargetPage, chain_map
from economy.clusters.views import (
    ClusterList,
    ClusterPage,
    EditCluster,
    JoinCluster,
    LeaveCluster,
    MemberList,
    MemberPage,
    NewCluster,
)
from economy.contracts.views import ContractList, ContractPage, NewContract
from economy.funds.views import AttachEvidence, EditFunds, FundsList, FundsPage, NewFunds, ReleaseReceipt
from economy.funnel.views import funnel_page
from economy.map.views import ParcelMap, ParcelShapes, map_frame, parcel_outline
from economy.parcels.views import EditParcel, NewParcel, ParcelList, ParcelPage, act_on_parcel, parcel_card
from economy.premises.views import (
    CarrierList,
    CarrierPage,
    EditCarrier,
    EditPremises,
    NewCarrier,
    NewPremises,
    act_on_carrier,
)
from economy.progress.views import NewProgress
from economy.projects.views.projects import EditProject, NewProject, ProjectList, ProjectPage
from economy.projects.views.reversals import ReversalList, ReversalPage, ReverseProject
from economy.projects.views.stages import AdvanceProject, ResumeProject
from economy.reports.views import EditReport, NewReport, ReportList, ReportPage
from economy.visits.views import NewVisit, VisitList, VisitPage

app_name = "economy"
urlpatterns = [
    path("", board_page, name="board"),
    path("reports/", ReportList.as_view(), name="reports"),
    path("reports/new/", NewReport.as_view(), name="new_report"),
    path("reports/<int:pk>/", ReportPage.as_view(), name="report"),
    path("reports/<int:pk>/edit/", EditReport.as_view(), name="edit_report"),
    path("map/", ParcelMap.as_view(), name="map"),
    path("map/frame/", map_frame, name="map_frame"),
    path("map/shapes/", ParcelShapes.as_view(), name="map_shapes"),
    path("map/<int:pk>/", parcel_outline, name="map_parcel"),
    path("parcels/", ParcelList.as_view(), name="parcels"),
    path("parcels/new/", NewParcel.as_view(), name="new_parcel"),
    path("parcels/<int:pk>/", ParcelPage.as_view(), name="parcel"),
    path("parcels/<int:pk>/card/", parcel_card, name="parcel_card"),
    path("parcels/<int:pk>/edit/", EditParcel.as_view(), name="edit_parcel"),
    *(
        path(f"parcels/<int:pk>/{act}/", act_on_parcel, {"act": act}, name=f"{act}_parcel")
        for act in ("publish", "hide", "review")
    ),
    path("premises/", CarrierList.as_view(), name="carriers"),
    path("premises/new/", NewCarrier.as_view(), name="new_carrier"),
    path("premises/<int:pk>/", CarrierPage.as_view(), name="carrier"),
    path("premises/<int:pk>/edit/", EditCarrier.as_view(), name="edit_carrier"),
    path("premises/<int:pk>/floors/new/", NewPremises.as_view(), name="new_premises"),
    path("premises/<int:pk>/floors/<int:premises>/", EditPremises.as_view(), name="edit_premises"),
    *(
        path(f"premises/<int:pk>/{act}/", act_on_carrier, {"act": act}, name=f"{act}_carrier")
        for act in ("publish", "hide", "review")
    ),
    path("chain/", chain_map, name="chain_map"),
    path("targets/", TargetList.as_view(), name="target_enterprises"),
    path("targets/new/", NewTarget.as_view(), name="new_target_enterprise"),
    path("targets/<int:pk>/", TargetPage.as_view(), name="target_enterprise"),
    path("targets/<int:pk>/edit/", EditTarget.as_view(), name="edit_target_enterprise"),
    path("clusters/", ClusterList.as_view(), name="clusters"),
    path("clusters/new/", NewCluster.as_view(), name="new_cluster"),
    path("clusters/members/", MemberList.as_view(), name="cluster_members"),
    path("clusters/members/<int:pk>/", MemberPage.as_view(), name="cluster_member"),
    path("clusters/members/<int:pk>/leave/", LeaveCluster.as_view(), name="leave_cluster"),
    path("clusters/<int:pk>/", ClusterPage.as_view(), name="cluster"),
    path("clusters/<int:pk>/edit/", EditCluster.as_view(), name="edit_cluster"),
    path("clusters/<int:pk>/join/", JoinCluster.as_view(), name="join_cluster"),
    path("funnel/", funnel_page, name="funnel"),
    path("projects/", ProjectList.as_view(), name="projects"),
    path("projects/new/", NewProject.as_view(), name="new_project"),
    path("projects/<int:pk>/", ProjectPage.as_view(), name="project"),
    path("projects/<int:pk>/edit/", EditProject.as_view(), name="edit_project"),
    path("projects/<int:pk>/advance/", AdvanceProject.as_view(), name="advance_project"),
    path("projects/<int:pk>/resume/", ResumeProject.as_view(), name="resume_project"),
    path("projects/<int:pk>/reverse/", ReverseProject.as_view(), name="reverse_project"),
    path("projects/<int:pk>/contract/", NewContract.as_view(), name="new_contract"),
    path("projects/<int:pk>/progress/", NewProgress.as_view(), name="new_progress"),
    path("projects/<int:pk>/funds/", NewFunds.as_view(), name="new_funds"),
    path("projects/<int:pk>/visit/", NewVisit.as_view(), name="new_visit"),
    path("visits/", VisitList.as_view(), name="visits"),
    path("visits/<int:pk>/", VisitPage.as_view(), name="visit"),
    path("contracts/", ContractList.as_view(), name="contracts"),
    path("contracts/<int:pk>/", ContractPage.as_view(), name="contract"),
    path("reversals/", ReversalList.as_view(), name="reversals"),
    path("reversals/<int:pk>/", ReversalPage.as_view(), name="reversal"),
    path("funds/", FundsList.as_view(), name="funds"),
    path("funds/<int:pk>/", FundsPage.as_view(), name="funds_entry"),
    path("funds/<int:pk>/edit/", EditFunds.as_view(), name="edit_funds"),
    path("funds/<int:pk>/evidence/", AttachEvidence.as_view(), name="attach_evidence"),
    path("funds/<int:pk>/release/", ReleaseReceipt.as_view(), name="release_receipt"),
]
