"""Tokens, the API's description, and what is said about addresses that do not exist."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe
from rest_framework import serializers
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.actions import digest, issue_token, revoke_token
from portal.api.authentication import SessionAuthentication, TokenAuthentication, TokenRequest
from portal.api.inputs import Input
from portal.api.login import log_in
from portal.api.openapi import ProblemSchema, schema_document
from portal.api.problems import CONTENT_TYPE, problem
from portal.api.throttling import TokenThrottle
from portal.errors import InvalidInput


class Credentials(Input):
    """Name, password and, where needed, the number shown by the authenticator."""

    username = serializers.CharField(max_length=150, help_text="用户名")
    password = serializers.CharField(max_length=200, trim_whitespace=False, help_text="密码")
    otp = serializers.CharField(max_length=20, required=False, allow_blank=True, help_text="动态口令")


class IssuedToken(serializers.Serializer):
    """A token, shown once."""

    token = serializers.CharField(help_text="令牌，请妥善保存，只显示这一次")


class TokenSchema(ProblemSchema):
    """Describes getting and giving back a token."""

    def get_operation_id(self) -> str:
        """`token_issue` or `token_revoke`."""
        return "token_issue" if self.method == "POST" else "token_revoke"

    def get_summary(self) -> str:
        """A few Chinese words."""
        return "获取令牌" if self.method == "POST" else "作废所用的令牌"

    def get_request_serializer(self) -> Any:
        """The credentials."""
        return Credentials if self.method == "POST" else None

    def get_response_serializers(self) -> Any:
        """The token, or nothing."""
        return {200: IssuedToken} if self.method == "POST" else {204: None}

    def refusals(self) -> list[int]:
        """Also 401 and 403 for wrong credentials."""
        return [400, 401, 403, 415, 429] if self.method == "POST" else [400, 401, 403, 429]


class TokenView(APIView):
    """POST name and password (and a one-time password) for a token; DELETE gives the token back."""

    schema = TokenSchema()

    def get_authenticators(self) -> list[Any]:
        """Nobody is asked who he is before he says it."""
        if self.request is not None and self.request.method == "POST":
            return []
        return [TokenAuthentication(), SessionAuthentication()]

    def get_permissions(self) -> list[Any]:
        """Everybody may ask for a token; only its holder gives it back."""
        return [AllowAny()] if self.request.method == "POST" else [IsAuthenticated()]

    def get_throttles(self) -> list[Any]:
        """Attempts are counted apart from other requests."""
        return [TokenThrottle()] if self.request.method == "POST" else super().get_throttles()

    def post(self, request: Request) -> Response:
        """A new token."""
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        user = log_in(request._request, **given.validated_data)
        return Response({"token": issue_token(user)})

    def delete(self, request: TokenRequest) -> Response:
        """Revoke the token this request came with."""
        if request.auth is None:
            raise InvalidInput("请求没有带令牌，没有可作废的。")
        revoke_token(request.auth)
        return Response(status=204)


def _schema_etag(request: HttpRequest) -> str:
    return f'"{digest(schema_document().decode())[:32]}"'


@login_not_required
@require_safe
@condition(etag_func=_schema_etag)
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(schema_document(), content_type="application/vnd.oai.openapi+json")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same, to read and try in a browser."""
    return render(request, "api/docs.html")


@csrf_exempt
@login_not_required
def no_such_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below `/api/`: a problem document, with the cure when only the last slash is missing."""
    cure = (
        "地址末尾要有斜杠“/”。"
        if _is_known(f"{request.path}/")
        else "请对照接口文档 /api/v1/docs/ 检查地址。"
    )
    document = problem(404, f"没有这个接口地址。{cure}", code="NoSuchAddress")
    return JsonResponse(
        document, status=404, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def _is_known(path: str) -> bool:
    try:
        return resolve(path).func is not no_such_address
    except Resolver404:
        return False
