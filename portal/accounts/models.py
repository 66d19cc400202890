"""Areas, users and posts: who may do what, where, and from when to when."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import connection, models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from portal.accounts.roles import BACK_OFFICE, SECOND_FACTOR, Role, grants, permissions_of
from portal.personal.fields import BlindIndexField, EncryptedField
from portal.scoping import Reach, Scope, ScopedQuerySet


class AreaKind(models.TextChoices):
    """Levels of the administrative tree, and sections of roads and rivers beside it."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    DISTRICT = "district", "区县"
    STREET = "street", "街道（乡镇）"
    COMMUNITY = "community", "社区（村）"
    GRID = "grid", "网格"
    ROAD = "road", "路段"
    RIVER = "river", "河段"


class AreaQuerySet(MP_NodeQuerySet, ScopedQuerySet):
    """Areas, by kind and by day."""

    def in_force(self, on: date | None = None) -> Self:
        """Areas valid on `on` (today by default)."""
        return in_force(self, on)

    def lineage_of(self, path: str) -> Self:
        """The area at `path` in the tree and everything above it."""
        steps = range(Area.steplen, len(path) + 1, Area.steplen)
        return self.filter(path__in=[path[:end] for end in steps])


class AreaManager(MP_NodeManager.from_queryset(AreaQuerySet)):  # type: ignore[misc]  # treebeard has no types
    """Areas in the order of the tree."""

    def get_queryset(self) -> AreaQuerySet:
        return AreaQuerySet(self.model, using=self._db).order_by("path")


class InForceQuerySet(models.QuerySet):
    """Rows by the days they are valid on."""

    def in_force(self, on: date | None = None) -> Self:
        """Those valid on `on` (today by default)."""
        return in_force(self, on)


def in_force(queryset: Any, on: date | None) -> Any:
    """Rows whose `valid_from`–`valid_to` (both included, an open end allowed) holds `on`, today by default."""
    day = on or timezone.localdate()
    return queryset.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )


class Area(MP_Node):
    """A place the office answers for, in one tree: province › city › district › street › community › grid.

    Codes are the 12 digits of GB/T 2260 + GB/T 10114 down to the community; grids and sections carry the
    code of their parent and a suffix of the office's own. Codes change, so areas have validity dates.
    """

    code = models.CharField("编码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=AreaKind)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)
    boundary = models.JSONField("边界（GeoJSON，WGS-84）", null=True, blank=True)

    objects = AreaManager()
    scope: ClassVar[Scope] = Scope(path="id", seen_from_below=True)
    # The tree's own columns say nothing to a reader of the history.
    audit_inner: ClassVar[tuple[str, ...]] = ("path", "depth", "numchild")

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="area_validity_ordered",
                violation_error_message="停用日期不能早于启用日期。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def subtree(self) -> AreaQuerySet:
        """This area and everything below it."""
        return Area.objects.filter(path__startswith=self.path)

    def lineage(self) -> AreaQuerySet:
        """This area and everything above it, from the root."""
        return Area.objects.lineage_of(self.path)

    def street(self) -> Area | None:
        """The street office this area belongs to: itself, one above it, or none."""
        return self.lineage().filter(kind=AreaKind.STREET).first()


class UserQuerySet(models.QuerySet):
    """Accounts."""

    def visible_to(self, user: User, *, permission: str | None = None, on: date | None = None) -> Self:
        """Accounts with a post, past ones included, in the reach of `user`; and those still without any."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        reach = user.reach(permission or "accounts.view_user", on=on)
        posts = Post.objects.filter(user=OuterRef("pk"))
        return (
            self.filter(Exists(posts.filter(area__in=reach.below)) | ~Exists(posts)) if reach else self.none()
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # the stubs follow it of a plain manager only
    """Looks users up by name; accounts are made by `actions.create_account`."""


class User(AbstractBaseUser):
    """A person with an account. It works only while a post is in force; no user is above the posts."""

    username = models.CharField("用户名", max_length=40, unique=True)
    full_name = models.CharField("姓名", max_length=40)
    mobile = EncryptedField("手机号", kind="mobile", blank=True, default="")
    mobile_index = BlindIndexField(source="mobile")
    is_active = models.BooleanField("启用", default=True)
    is_demo = models.BooleanField("演示账号", default=False, editable=False)
    password_changed_at = models.DateTimeField("本人修改密码时间", null=True, default=timezone.now)
    password_history = models.JSONField("历史密码摘要", default=list, editable=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.full_name or self.username

    def posts_on(self, day: date | None = None) -> list[HeldPost]:
        """The posts in force on `day` (today by default), with the areas each covers: one query, remembered."""
        day = day or timezone.localdate()
        held = self.__dict__.setdefault("_posts_on", {})
        if day not in held:
            held[day] = HeldPost.load(self.pk, day) if self.is_active else []
        return held[day]

    def forget_posts(self) -> None:
        """Read posts afresh at the next question (they were just changed)."""
        self.__dict__.pop("_posts_on", None)
        self.__dict__.pop("_reach", None)

    def reach(self, permission: str, on: date | None = None) -> Reach:
        """Where this user holds `permission`: the union over all posts in force."""
        day = on or timezone.localdate()
        known = self.__dict__.setdefault("_reach", {})
        if (permission, day) not in known:
            posts = tuple(post for post in self.posts_on(day) if grants(post.role, permission))
            if posts not in known:  # what the same posts permit reaches equally far
                known[posts] = Reach(
                    frozenset().union(*(post.below for post in posts)),
                    frozenset().union(*(post.above for post in posts)),
                )
            known[permission, day] = known[posts]
        return known[permission, day]

    def roles(self) -> set[str]:
        """The roles this user holds today."""
        return {post.role for post in self.posts_on()}

    def permissions(self) -> set[str]:
        """Every permission this user holds today, somewhere."""
        return set().union(*(permissions_of(role) for role in self.roles()))

    @property
    def is_staff(self) -> bool:
        """May enter the back office: asks the posts, remembered for the request."""
        return bool(self.roles() & BACK_OFFICE)

    @property
    def is_superuser(self) -> bool:
        """Nobody is: every right comes from a post."""
        return False

    @property
    def needs_second_factor(self) -> bool:
        """Administrators and auditors must log in with a second factor in production."""
        return bool(self.roles() & SECOND_FACTOR)

    def has_perm(self, permission: str, record: Any = None) -> bool:
        """Whether a post in force permits this, for `record` when given."""
        import rules

        return bool(
            self.is_active and rules.perm_exists(permission) and rules.has_perm(permission, self, record)
        )

    def has_perms(self, permissions: list[str], record: Any = None) -> bool:
        """All of `permissions`."""
        return all(self.has_perm(permission, record) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        """Any permission in the app."""
        return any(permission.startswith(f"{app_label}.") for permission in self.permissions())

    def get_full_name(self) -> str:
        """The name shown on pages."""
        return self.full_name

    def get_short_name(self) -> str:
        """The same name: Chinese names are not shortened."""
        return self.full_name


class PostQuerySet(ScopedQuerySet):
    """Posts by day."""

    def in_force(self, on: date | None = None) -> Self:
        """Posts held on `on` (today by default)."""
        return in_force(self, on)


def _only(term: Any) -> Func:
    """A range of one number: equality in a GiST index would need an extension."""
    number = Cast(term, models.BigIntegerField())
    return Func(number, number, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


class Post(models.Model):
    """Who holds which role over which area, from which day to which (both included).

    The database refuses the same post twice at one time, a second holder of a single-holder role over one area,
    and an administrator's post beside any other post of the same user (domain sheet 3.10).
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="账号")
    role = models.CharField("岗位", max_length=24, choices=Role)
    area = models.ForeignKey(Area, models.PROTECT, related_name="posts", verbose_name="区域")
    valid_from = models.DateField("起", default=timezone.localdate)
    valid_to = models.DateField("止", null=True, blank=True)
    reason = models.CharField("授岗依据", max_length=200, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, editable=False, verbose_name="授岗人"
    )
    created_at = models.DateTimeField("授岗时间", auto_now_add=True)

    objects = PostQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="post_dates_ordered",
                violation_error_message="止期不能早于起期。",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="post_role_known",
                violation_error_message="没有这个岗位。",
            ),
            ExclusionConstraint(
                name="post_once_at_a_time",
                expressions=[
                    *(
                        (_only(term), RangeOperators.OVERLAPS)
                        for term in ("user", Func("role", function="hashtext"), "area")
                    ),
                    (
                        Func(
                            "valid_from",
                            "valid_to",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="这个账号在这段时间里已经有这个岗位。",
            ),
        ]
        indexes = [models.Index(fields=["user", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.user}：{self.area}{self.get_role_display()}"


class HeldPost:
    """A post in force with the areas it covers."""

    __slots__ = ("above", "area_id", "area_name", "below", "role")

    QUERY = """
        SELECT post.role, area.id, area.name,
               ARRAY(SELECT id FROM accounts_area WHERE path LIKE area.path || '%%'),
               ARRAY(SELECT id FROM accounts_area WHERE path IN
                     (SELECT substr(area.path, 1, n * %(step)s) FROM generate_series(1, area.depth) n))
        FROM accounts_post post JOIN accounts_area area ON area.id = post.area_id
        WHERE post.user_id = %(user)s AND post.valid_from <= %(day)s
          AND (post.valid_to IS NULL OR post.valid_to >= %(day)s)
        ORDER BY post.id
    """

    def __init__(self, role: str, area_id: int, area_name: str, below: list[int], above: list[int]) -> None:
        self.role, self.area_id, self.area_name = role, area_id, area_name
        self.below, self.above = frozenset(below), frozenset(above)

    @classmethod
    def load(cls, user_id: int, day: date) -> list[HeldPost]:
        """All posts of one user in force on `day`."""
        with connection.cursor() as cursor:
            cursor.execute(cls.QUERY, {"user": user_id, "day": day, "step": Area.steplen})
            return [cls(*row) for row in cursor.fetchall()]


class DataSet(models.Model):
    """A folder of data that was loaded: a second start finds it again and loads nothing twice."""

    name = models.CharField("数据集", max_length=60, unique=True)
    digest = models.CharField("内容摘要", max_length=64)
    loaded_at = models.DateTimeField("载入时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "已载入的数据集"

    def __str__(self) -> str:
        return self.name
