"""The records of this app, each defined in its room."""

from economy.chain.models import ChainLink, TargetEnterprise
from economy.clusters.models import ClusterMembership, IndustryCluster
from economy.contracts.models import Contract
from economy.funds.models import FundsEntry, FundsEvidence, FundsStatement, FundsTotal, ProjectFunds
from economy.indicators.models import Indicator, IndicatorTarget, RatioRule
from economy.parcels.models import LandParcel, LandUseCode
from economy.places.models import PointOfInterest
from economy.premises.models import IndustrialCarrier, Premises
from economy.progress.models import ProjectProgress
from economy.projects.models import Project, ProjectMilestone, StageReversal
from economy.regions.models import SourceRegion
from economy.reports.models import IndicatorReport
from economy.visits.models import ProjectVisit
