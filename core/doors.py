"""What the doors answer when something is refused: one place for HTML; the API has `core/api/problems.py`."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from core import flash
from core.api import problems
from core.errors import NotPossible, NotYours, Stale
from core.returning import back_from, back_url

Row = TypeVar("Row")


def signed_in(request: HttpRequest) -> Any:
    """The person behind a request. Raises PermissionDenied for nobody, should a route ever be open by mistake."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def the_one(rows: Iterable[Row]) -> Row:
    """The row that was asked for. Raises Http404 where there is none."""
    for row in rows:
        return row
    raise Http404


class RefusalMiddleware:
    """Turns what a verb or a fetch raised into 403, 404 or 409. Stands last in MIDDLEWARE, nearest to the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotPossible):
            return _back_to_the_list(request, exception) or _page(
                request, 409, {"message": exception.message, "missing": exception.missing, **_left(request)}
            )
        if isinstance(exception, Stale):
            return _page(request, 409, {"current": exception.current, "mine": exception.mine})
        if isinstance(exception, PermissionDenied):
            return permission_denied(request, exception)
        if isinstance(exception, Http404):
            return not_found(request)
        return None


def _back_to_the_list(request: HttpRequest, refused: NotPossible) -> HttpResponse | None:
    """A button of a list that was pressed too late: the list as it stands now, with the sentence above it.

    Only of a bare button, whose form holds nothing but the way back: then nothing that was typed can get lost.
    None for every other request, and where a gate has more to say than one sentence.
    """
    if refused.missing or not set(request.POST) <= {"csrfmiddlewaretoken", "next"}:
        return None
    answer = back_from(request)
    if answer:
        flash.tell(request, str(refused))
    return answer


def _left(request: HttpRequest) -> dict[str, Any]:
    """What a refused page still owes: the way back, and the words that were typed, which no form shows any more.

    Words are what has a space in it: ids, days and choices are none. They go to nobody but who sent them.
    """
    words = [value for values in request.POST.lists() for value in values[1] if " " in value.strip()]
    return {"back_url": back_url(request), "typed": words}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Every 404 is the same page, so that a thing which is not yours looks like one that is not there."""
    if problems.is_api(request):
        return problems.plain_problem(404, _("There is nothing here."))
    return _page(request, 404, {})


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One sentence that names whose right it is, if the verb wrote one to be shown."""
    return _page(request, 403, {"message": str(exception) if isinstance(exception, NotYours) else ""})


def _page(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    try:
        html: str = render_to_string(f"{status}.html", context, request=request)
    except TemplateDoesNotExist:
        # An installation with broken templates still refuses in words.
        words = {403: _("You may not do that."), 404: _("There is nothing here."), 409: _("That is not possible now.")}
        html = f"<!doctype html><title>{words[status]}</title><p>{escape(context.get('message', words[status]))}</p>"
    return HttpResponse(html, status=status)
