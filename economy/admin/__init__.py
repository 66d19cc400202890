"""The back office of this app."""

from economy.admin import clusters as clusters
from economy.admin import indicators as indicators
from economy.admin import parcels as parcels
from economy.admin import projects as projects
