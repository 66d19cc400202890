"""The life cycles of this app, one file a noun."""

from economy.flows import funds as funds
from economy.flows import parcels as parcels
from economy.flows import projects as projects
from economy.flows import reports as reports
