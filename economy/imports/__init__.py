"""What can be imported."""

from economy.imports import monthly as monthly
