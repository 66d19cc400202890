"""What can be exported."""

from economy.exports import indicators as indicators
from economy.exports import parcels as parcels
