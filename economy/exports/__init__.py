"""What can be exported."""

from economy.exports import indicators as indicators
