"""Which projects and colleagues a page offers."""

from __future__ import annotations

from django.db.models import QuerySet

from economy.projects.models import FUNNEL, Project
from economy.projects.models.project import ProjectQuerySet
from portal.accounts.models import Post, User
from portal.accounts.roles import COMMUNITY_STAFF, Role
from portal.site.public_side import PublicSide

ASSIGNABLE = {
    "chief_officer": (*COMMUNITY_STAFF, Role.ECONOMY_CLERK, Role.SECTION_CHIEF, Role.STREET_LEADER),
    "leader": (Role.STREET_LEADER, Role.SECTION_CHIEF),
}


def assignable(user: User, roles: tuple[str, ...]) -> QuerySet[User]:
    """Colleagues whom `user` may assign: with one of the roles in the areas of his or her posts, or above them.

    Whether their post holds the place of the project is checked by the action.
    """
    reach = user.reach("economy.view_project")
    posts = Post.objects.in_force().filter(role__in=roles, area__in=reach.below | reach.above)
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("full_name", "id")


def published_projects(side: PublicSide) -> QuerySet[Project]:
    """The projects an office chose to make public, once they are signed; for everybody, without money or persons."""
    rows = side.narrow(Project.objects.filter(is_public=True, stage__in=FUNNEL[2:])).select_related("area")
    return rows.order_by("-reached", "-id").only(
        "name", "industry_label", "stage", "reached", "updated_at", "is_illustrative", "area__name"
    )


def projects_visible_to(user: User) -> ProjectQuerySet:
    """The projects a person may see, but those entered by mistake."""
    return Project.objects.visible_to(user).entered()
