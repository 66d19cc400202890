"""Visits: the list, one visit, and entering it."""

from economy.projects.models import STANDING, Project
from economy.visits.actions import record_visit
from economy.visits.facts import VISIT_FACTS
from economy.visits.tables import VisitTable
from portal.site.form_pages import FormPage
from portal.site.lists import RecordList
from portal.site.records import RecordPage


class VisitList(RecordList):
    """Every visit one may see, newest first."""

    table = VisitTable
    empty = "没有走访。在项目页里登记，或者在“导入”里上传走访台账。"


class VisitPage(RecordPage):
    """One visit."""

    table, related = VisitTable, ("project__area", "visited_by")
    facts = ("project", "visited_on", "visited_by", "settled_on", "need", "answer")


class NewVisit(FormPage):
    """A visit to a project."""

    about, permission, facts, action = Project, "economy.add_projectvisit", VISIT_FACTS, record_visit
    title, submit, said = "登记走访", "登记", "走访已登记。"
    states = STANDING
