"""The portal's addresses, `bare` and `oneq`, and a resource to create records with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.money import answers
from portal.accounts.models import Area
from tests.portal.api import resource


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """Answers "ok"."""
    return HttpResponse("ok")


@login_not_required
def oneq(request: HttpRequest) -> HttpResponse:
    """One ORM `.get()`."""
    return HttpResponse(Area.objects.get(pk=1).name)


@login_not_required
def computed(request: HttpRequest) -> HttpResponse:
    """The figures a street's money and projects add up to."""
    return HttpResponse(answers())


urlpatterns = [path("bare", bare), path("oneq", oneq), path("computed", computed), *resource.urlpatterns]
