"""What can be imported."""

from economy.imports import funds_statements as funds_statements
from economy.imports import monthly as monthly
from economy.imports import projects as projects
