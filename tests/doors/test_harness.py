"""The doors test itself fails when a door is wrong."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from config.urls import urlpatterns as ours
from people.models import User
from programs.models import Program
from tests.doors import test_doors as doors
from tests.doors.asking import Asker, changed, database, heard, masked
from tests.doors.expectations import Row
from tests.doors.payloads import Payload
from tests.doors.routes import Route
from tests.doors.world import ROLES


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Shows nothing to anybody; a refused POST writes all the same."""
    if request.method == "POST":
        Program.objects.update(purpose="changed")
        return HttpResponse(status=403)
    return HttpResponse("nothing", status=404)


@require_http_methods(["GET"])
def telltale(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Answers a foreign id in other words than a random one."""
    known = User.objects.filter(pk=person).exists()
    return HttpResponse("not yours" if known else "nothing", status=404)


@require_http_methods(["GET"])
def careless(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Lets any id in."""
    return HttpResponse("welcome")


urlpatterns = [
    path("x/<uuid:person>/", page),
    path("telltale/<uuid:person>/", telltale),
    path("careless/<uuid:person>/", careless),
    *ours,
]
ROUTE = Route("core:x", "x/<uuid:person>/", page)
TELLTALE = Route("core:x", "telltale/<uuid:person>/", telltale)
CARELESS = Route("core:x", "careless/<uuid:person>/", careless)

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def say(status: str | None, payload: Payload | None = None) -> None:
        found = Row("core:x", "GET", "mentoring", dict.fromkeys(ROLES, status)) if status else None
        monkeypatch.setattr(doors, "find", lambda *key: found)
        monkeypatch.setattr(doors, "payload_of", lambda *key: payload)

    return say


@pytest.fixture(autouse=True)
def no_sign_in(settings: Any) -> None:
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "LoginRequired" not in m]


def test_a_missing_row_fails(asker: Asker, row: Callable[..., None]) -> None:
    row(None)
    assert doors.row_faults(asker, ROUTE, "GET", "mentoring") == [
        "core:x GET mentoring: no row in tests/doors/core.csv"
    ]


def test_another_status_fails_for_each_role(asker: Asker, row: Callable[..., None]) -> None:
    row("200")
    assert len(doors.row_faults(asker, ROUTE, "GET", "mentoring")) == len(ROLES)
    row("404")
    assert doors.row_faults(asker, ROUTE, "GET", "mentoring") == []


def test_a_refusal_that_writes_fails(asker: Asker, row: Callable[..., None]) -> None:
    row("403", Payload(lambda world, label: {}))
    faults = doors.row_faults(asker, ROUTE, "POST", "mentoring")
    assert sum("yet it changed programs_program" in fault for fault in faults) == len(ROLES)


def test_a_writing_route_without_data_fails(asker: Asker, row: Callable[..., None]) -> None:
    row("403")
    assert "no payload" in doors.row_faults(asker, ROUTE, "POST", "mentoring")[0]


def test_a_success_that_writes_nothing_fails(
    asker: Asker, row: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    row("200", Payload(lambda world, label: {}))
    monkeypatch.setattr(asker, "ask", lambda *args, **more: HttpResponse("form"))
    assert any("no row changed" in fault for fault in doors.row_faults(asker, ROUTE, "POST", "mentoring"))


def test_a_foreign_id_that_answers_in_other_words_fails(asker: Asker, row: Callable[..., None]) -> None:
    row("404")
    faults = doors.row_faults(asker, TELLTALE, "GET", "mentoring")
    assert len(faults) == len(ROLES)
    assert all("looks different" in fault for fault in faults)


def test_a_random_id_that_is_let_in_fails(asker: Asker, row: Callable[..., None]) -> None:
    row("200")
    faults = doors.row_faults(asker, CARELESS, "GET", "mentoring")
    assert len(faults) == len(ROLES)
    assert all("a random id is answered 200" in fault for fault in faults)


def test_methods_and_parameters_are_read_from_the_view() -> None:
    assert ROUTE.methods == ("GET", "POST")
    assert ROUTE.parameters == {"person": "uuid"}
    assert ROUTE.path({"person": 7}) == "/x/7/"
    assert Route("core:y", "^y/(?P<key>[-:\\w]+)/$", page).path({"key": "a"}) == "/y/a/"


def test_the_mask_hides_ids_and_tokens_only() -> None:
    one = HttpResponse(f'<a href="/x/{uuid.uuid4()}/">A</a><input name="csrfmiddlewaretoken" value="abc">')
    other = HttpResponse(f'<a href="/x/{uuid.uuid4()}/">A</a><input name="csrfmiddlewaretoken" value="xyz">')
    assert masked(one) == masked(other)
    assert masked(one) != masked(HttpResponse(one.content.replace(b">A<", b">B<")))


def test_the_fingerprint_sees_one_changed_value(asker: Asker) -> None:
    before = database()
    Program.objects.filter(pk=asker.world.pairs["coaching"].program_id).update(purpose="other")
    assert changed(before, database()) == ["programs_program"]


def test_what_may_change_a_row_is_heard_and_what_only_reads_or_is_restless_is_not(asker: Asker) -> None:
    with heard() as statements:
        list(Program.objects.all())
        Session.objects.filter(pk="none").delete()
        Session.objects.filter(pk="none").update(session_data="")
    assert statements == []
    with heard() as statements:
        Program.objects.filter(pk=uuid.uuid4()).update(purpose="other")
    assert len(statements) == 1
