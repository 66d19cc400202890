"""What may be entered of a visit."""

from economy.visits.models import ProjectVisit
from portal.records.facts import facts

VISIT_FACTS = facts(ProjectVisit, "visited_on", "need", "answer", "settled_on")
