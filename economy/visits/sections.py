"""What a project's page shows of its visits."""

from economy.projects.rules import stands
from economy.visits.tables import VisitTable
from portal.site.records import Offer
from portal.site.sections import Section, on_page_of

NEW_VISIT = Offer("登记走访", "economy:new_visit", "economy.add_projectvisit", icon="plus-lg", when=stands)

on_page_of(
    "economy.Project", Section(VisitTable, "project", offers=(NEW_VISIT,), empty="还没有走访。", order=60)
)
