"""Areas, posts and oneself, by API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers, viewsets
from rest_framework.response import Response

from portal.accounts.requests import ApiRequest
from portal.accounts.roles import Role
from portal.accounts.tables import AreaTable, PostTable
from portal.api.openapi import ProblemSchema
from portal.api.viewsets import ScopedViewSet


class AreaViewSet(ScopedViewSet):
    """The area tree, as far as the caller's posts reach, and the areas above them."""

    table = AreaTable


class PostViewSet(ScopedViewSet):
    """Who holds which role over which area, past posts included."""

    table = PostTable


class HeldPostSerializer(serializers.Serializer):
    """A post in force."""

    role = serializers.ChoiceField(choices=Role.choices, help_text="岗位")
    role_label = serializers.CharField(help_text="岗位的名称")
    area = serializers.IntegerField(help_text="区域编号")
    area_name = serializers.CharField(help_text="区域")


class MeSerializer(serializers.Serializer):
    """The caller, the posts held today and what they permit."""

    id = serializers.IntegerField(help_text="编号")
    username = serializers.CharField(help_text="用户名")
    full_name = serializers.CharField(help_text="姓名")
    posts = HeldPostSerializer(many=True)
    permissions = serializers.ListField(child=serializers.CharField(), help_text="权限")


class MeSchema(ProblemSchema):
    """Describes the caller's own page."""

    def get_operation_id(self) -> str:
        """The operation's name."""
        return "accounts_me"

    def get_summary(self) -> str:
        """A few Chinese words."""
        return "我是谁：账号、岗位与权限"

    def get_response_serializers(self) -> Any:
        """The body that is answered."""
        return MeSerializer


class MeViewSet(viewsets.ViewSet):
    """Who the caller is."""

    schema = MeSchema()

    def list(self, request: ApiRequest) -> Response:
        """The account, its posts of today and their permissions."""
        user = request.user
        posts = [
            {
                "role": post.role,
                "role_label": Role(post.role).label,
                "area": post.area_id,
                "area_name": post.area_name,
            }
            for post in user.posts_on()
        ]
        return Response({
            "id": user.pk, "username": user.username, "full_name": user.full_name,
            "posts": posts, "permissions": sorted(user.permissions()),
        })  # fmt: skip


RESOURCES = {"areas": AreaViewSet, "posts": PostViewSet, "me": MeViewSet}
