"""Every refusal of the API as a problem (RFC 9457): one body, one media type, whatever refused."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from core.errors import NotPossible, NotYours, Stale

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"


class Problem(serializers.Serializer[Any]):
    """A refusal (RFC 9457)."""

    type = serializers.CharField(help_text="Always about:blank: the status says which kind of problem it is.")
    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField(help_text="The status of the answer, once more.")
    detail = serializers.CharField(help_text="A sentence for a person.")
    errors = serializers.DictField(  # type: ignore[assignment]
        required=False, help_text="400: what is wrong, key by key of the body or query."
    )
    missing = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="409: what has to be there before this is possible."
    )
    current = serializers.DictField(required=False, help_text="412: the texts as somebody else saved them.")
    mine = serializers.DictField(required=False, help_text="412: the texts that were sent and not saved.")


class Refusal(exceptions.APIException):
    """A refusal with a status of its own. `detail` is a sentence."""

    def __init__(self, status: int, detail: Any) -> None:
        super().__init__(detail, code=HTTPStatus(status).phrase)
        self.status_code = status


def is_api(request: HttpRequest) -> bool:
    """Is this an address of the API, known or not?"""
    return request.path.startswith(PREFIX)


def problem(status: int, detail: Any, **more: Any) -> dict[str, Any]:
    """The body of a refusal; `more` are its further members, left out when they are empty."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": str(detail)}
    return body | {name: value for name, value in more.items() if value}


def plain_problem(status: int, detail: Any) -> HttpResponse:
    """The same for who refuses before a resource is reached: an unknown address, a page of errors."""
    return JsonResponse(problem(status, detail), status=status, content_type=MEDIA_TYPE)


def handle(exc: Exception, context: dict[str, Any]) -> Response | None:
    """For REST_FRAMEWORK["EXCEPTION_HANDLER"]: what was raised, as a problem; None for an error of ours, which goes the
    way of every other one (`core.failures.server_error`)."""
    answer = _answer_of_ours(exc)
    if answer is None and (answer := exception_handler(_known(exc), context)) is not None:
        answer.data = _body(answer.status_code, answer.data)
    if answer is not None:
        answer.content_type = MEDIA_TYPE
    return answer


def _answer_of_ours(exc: Exception) -> Response | None:
    if isinstance(exc, NotPossible):
        return Response(problem(409, exc.message, missing=[str(text) for text in exc.missing]), status=409)
    if isinstance(exc, Stale):
        texts = {"current": _plain(exc.current), "mine": _plain(exc.mine)}
        return Response(problem(412, _("Somebody else saved first."), **texts), status=412)
    return None


def _known(exc: Exception) -> Exception:
    """As an exception that the framework knows; without words that name what was looked for."""
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, NotYours):
        return exceptions.PermissionDenied(str(exc))
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, ModelValidationError):
        return exceptions.ValidationError({api_settings.NON_FIELD_ERRORS_KEY: exc.messages})
    return exc


def _body(status: int, data: Any) -> dict[str, Any]:
    """What the framework says (one sentence, or errors by key), as a problem."""
    if isinstance(data, Mapping) and set(data) == {"detail"}:
        return problem(status, data["detail"])
    return problem(
        status, _("Something in this is not right."), errors=data if isinstance(data, Mapping) else {"": data}
    )


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.pk if isinstance(value, Model) else value for name, value in fields.items()}
