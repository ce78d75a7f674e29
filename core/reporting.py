"""Errors told to Sentry, where an operator has said which (`SENTRY_DSN`): what broke and where, and nobody's words.

Nothing is collected that would have to be taken out again: what an event holds is listed here. Sentry's own look at
requests, tasks, variables and breadcrumbs stays off.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any

import sentry_sdk
from sentry_sdk.transport import Transport

from core.logs import chain, name_exception

# Whose messages are written by us, or cleaned by name in `core.logs`; of all others the logger's name has to do.
SPEAKS = ("django.request", "celery.app.trace", "config", "core", "desk", "demo", "goals", "notes", "nudges", "pairing",
          "people", "programs", "relationships", "surveys")  # fmt: skip
PATIENCE = 2.0  # seconds, at the end of a process


class Reporter(logging.Handler):
    """Hands on what is logged with an exception. Stands behind the content filter.

    A database that is away is no error of ours: `/readyz` says so once, and every request would say it again.
    """

    def __init__(self, dsn: str, transport: type[Transport] | None = None) -> None:
        super().__init__(logging.ERROR)
        self._client = sentry_sdk.Client(
            dsn=dsn, transport=transport, send_default_pii=False, include_local_variables=False,
            include_source_context=False, max_request_body_size="never", max_breadcrumbs=0, default_integrations=False,
            auto_enabling_integrations=False, auto_session_tracking=False, send_client_reports=False,
        )  # fmt: skip

    def emit(self, record: logging.LogRecord) -> None:
        """Send it; whatever goes wrong with that goes to stderr and no further."""
        from core.failures import is_away  # loads what is not there yet while logging is set up

        error = record.exc_info[1] if record.exc_info else None
        if error is None or is_away(error):
            return
        try:
            self._client.capture_event(event_of(record, error))
        except Exception:
            self.handleError(record)

    def flush(self) -> None:
        """At the end of a process, so that a command's last words arrive."""
        self._client.flush(timeout=PATIENCE)


def event_of(record: logging.LogRecord, error: BaseException) -> Any:
    """All that leaves this machine about an error."""
    request = getattr(record, "request", None)
    route = getattr(getattr(request, "resolver_match", None), "view_name", None)
    tags = {"number": getattr(request, "failure_number", None), "route": route}
    return {
        "level": "error",
        "logger": record.name,
        "message": record.getMessage() if record.name.startswith(SPEAKS) else record.name,
        "tags": {name: value for name, value in tags.items() if value},
        "exception": {"values": [_told(each) for each in chain(error)]},
    }


def _told(error: BaseException) -> dict[str, Any]:
    kind, _space, more = name_exception(error).partition(" ")
    return {"type": kind, "value": more, "stacktrace": {"frames": _frames(error.__traceback__)}}


def _frames(at: TracebackType | None) -> list[dict[str, Any]]:
    found = []
    for frame, line in traceback.walk_tb(at):
        module = frame.f_globals.get("__name__", "")
        found.append({"module": module, "function": frame.f_code.co_name, "lineno": line})
    return found
