"""Realistic records in any number."""

from economy.populate import indicators, parcels, projects

PARTS = {
    "reports": indicators.populate,
    "parcels": parcels.populate_parcels,
    "premises": parcels.populate_carriers,
    "projects": projects.populate_projects,
    "contracts": projects.populate_contracts,
    "funds": projects.populate_funds,
}
