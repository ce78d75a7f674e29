"""What the doors answer when a request fails: an error of ours, a database that is away, bytes that are no request.

These pages stand alone: they ask no database, no session and no manifest of files, for any of those may be what failed.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from core.api import problems

LETTERS, DIGITS = "ABCDEFGHJKMNPQRSTVWXYZ23456789", "23456789"  # none that looks like another one
RETRY_AFTER = "10"  # seconds; a database that restarts is away about as long
# PostgreSQL's own words for "shutting down" and "starting up", and class 08, connections (manual, appendix A).
AWAY_CODES = ("57P01", "57P02", "57P03", "08")
AWAY_SQLITE = {"SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_LOCKED"}


def number_of(request: HttpRequest) -> str:
    """The number of this request's failure, such as 7F3K-22: on the page, in the log, in a report."""
    if not hasattr(request, "failure_number"):
        drawn = [secrets.choice(LETTERS) for _place in range(4)] + ["-"]
        request.failure_number = "".join(drawn) + "".join(secrets.choice(DIGITS) for _place in range(2))  # type: ignore[attr-defined]
    return str(request.failure_number)  # type: ignore[attr-defined]


def is_away(error: BaseException | None) -> bool:
    """Does this error say that the database does not answer, rather than that it answered no?"""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause: Any = error.__cause__
    if (name := getattr(cause, "sqlite_errorname", None)) is not None:
        return name in AWAY_SQLITE
    code = getattr(cause, "pgcode", None)
    return code is None or code.startswith(AWAY_CODES)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number that the log has too; 503 with what to do when the database does not answer."""
    number = number_of(request)
    if is_away(sys.exc_info()[1]):
        sentence = _("Manyhands cannot reach its database at this moment. Try again in a minute.")
        answer = _answer(request, 503, sentence, number)
        answer["Retry-After"] = RETRY_AFTER
        return answer
    sentence = _("Something went wrong on our side. Nothing you saved is lost.")
    return _answer(request, 500, sentence, number)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413 for more than we take, 400 for what cannot be read."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return _answer(request, 413, _("This is more than we take at once."))
    return _answer(request, 400, _("We could not read that."))


class EmptyRefusalMiddleware:
    """Django refuses a method that a door does not take without a word: here in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code != 405 or not isinstance(answer, HttpResponse) or answer.content:
            return answer
        said = _answer(request, 405, _("This address does not take that."))
        said["Allow"] = answer.headers.get("Allow", "")
        return said


def _answer(request: HttpRequest, status: int, sentence: str, number: str = "") -> HttpResponse:
    """The page of this status, or its problem (RFC 9457); `sentence` says it to programs and without templates."""
    if problems.is_api(request):
        told = _("Tell the people who run Manyhands this number: %(number)s") % {"number": number} if number else ""
        return problems.plain_problem(status, f"{sentence} {told}".strip())
    context = {"number": number, "again": request.get_full_path() if request.method == "GET" else ""}
    try:
        html: str = render_to_string(f"{status}.html", context | {"typed": _typed(request)})
    except Exception:  # the templates may be what failed; then a sentence is better than none
        html = f"<!doctype html><title>Manyhands</title><p>{escape(sentence)}</p><p>{escape(number)}</p>"
    return HttpResponse(html, status=status)


def _typed(request: HttpRequest) -> list[str]:
    """The words that were sent and not saved, for their writer to copy; nothing when they cannot be read any more."""
    try:
        return [value for _name, values in request.POST.lists() for value in values if " " in value.strip()]
    except (UnreadablePostError, DatabaseError, ValueError, RequestDataTooBig):
        return []
