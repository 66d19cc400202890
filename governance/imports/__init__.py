"""What can be imported."""

from governance.imports import enterprises as enterprises
from governance.imports import industries as industries
