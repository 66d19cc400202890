"""The records of this app."""

from economy.models.chain import ChainLink, Courtship, LinkStatus, TargetEnterprise
from economy.models.cluster import ClusterMembership, ClusterRole, IndustryCluster
from economy.models.fund import (
    EvidenceKind,
    FundsCurrency,
    FundsEntry,
    FundsEvidence,
    FundsState,
)
from economy.models.fund_region import OVERSEAS, RegionLevel, SourceRegion
from economy.models.fund_total import FundsStatement, FundsTotal, ProjectFunds
from economy.models.indicator import Basis, Caliber, Direction, Indicator, IndicatorTarget, RatioRule
from economy.models.map import PlaceKind, PointOfInterest, Secrecy
from economy.models.parcel import LandParcel, LandUseCode, OwnerType, ParcelState, SupplyMethod
from economy.models.premises import CarrierKind, IndustrialCarrier, Premises
from economy.models.project import FUNNEL, RANK, UNDER_WAY, Project, ProjectStage
from economy.models.project_contract import Contract, ContractState, ContractType
from economy.models.project_progress import ProjectProgress
from economy.models.project_stage import DatePrecision, ProjectMilestone, ReversalState, StageReversal
from economy.models.report import OPEN, STANDING, IndicatorReport, ReportState

__all__ = [
    "ChainLink",
    "Courtship",
    "LinkStatus",
    "TargetEnterprise",
    "ClusterMembership",
    "ClusterRole",
    "IndustryCluster",
    "PlaceKind",
    "PointOfInterest",
    "Secrecy",
    "LandParcel",
    "LandUseCode",
    "OwnerType",
    "ParcelState",
    "SupplyMethod",
    "CarrierKind",
    "IndustrialCarrier",
    "Premises",
    "EvidenceKind",
    "FundsCurrency",
    "FundsEntry",
    "FundsEvidence",
    "FundsState",
    "OVERSEAS",
    "RegionLevel",
    "SourceRegion",
    "FundsStatement",
    "FundsTotal",
    "ProjectFunds",
    "Basis",
    "Caliber",
    "Direction",
    "Indicator",
    "IndicatorTarget",
    "RatioRule",
    "FUNNEL",
    "RANK",
    "UNDER_WAY",
    "Project",
    "ProjectStage",
    "Contract",
    "ContractState",
    "ContractType",
    "ProjectProgress",
    "DatePrecision",
    "ProjectMilestone",
    "ReversalState",
    "StageReversal",
    "OPEN",
    "STANDING",
    "IndicatorReport",
    "ReportState",
]
