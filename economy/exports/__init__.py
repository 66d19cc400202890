"""What can be exported."""

from economy.exports import clusters as clusters
from economy.exports import indicators as indicators
from economy.exports import parcels as parcels
from economy.exports import projects as projects
