"""The records of this app, each defined in its room."""

from governance.enterprises.models import Enterprise
from governance.industries.models import IndustryCode
from governance.years.models import EnterpriseYear
