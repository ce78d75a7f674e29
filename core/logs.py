"""Logs without content: what went wrong and where, never what somebody wrote.

PostgreSQL prints whole rows in the `DETAIL` of an error, and messages of exceptions often quote the value at hand.
So a traceback keeps its frames and the names of its exceptions; a message stays only where it speaks of configuration.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from http import HTTPStatus

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

SPEAKS_OF_CONFIGURATION = (ImproperlyConfigured, ImportError, OSError, AttributeError, NameError)
DETAIL = "DETAIL:"


def without_detail(text: str) -> str:
    """The text up to PostgreSQL's `DETAIL`; what follows may be a row, and rows may span lines."""
    head, found, _ = text.partition(DETAIL)
    return head.replace("\\n", " ").rstrip() + " (detail withheld)" if found else text


def name_exception(exc: BaseException) -> str:
    """One line for an exception: its class, and for database errors the code, table and constraint."""
    name = type(exc).__qualname__
    diagnosis = getattr(exc, "diag", None)
    if diagnosis is not None:
        parts = (getattr(exc, "pgcode", None), diagnosis.table_name, diagnosis.constraint_name)
        return " ".join([name, *(part for part in parts if part)])
    if isinstance(exc, SPEAKS_OF_CONFIGURATION):
        return f"{name}: {without_detail(str(exc))}"
    return name


def chain(exc: BaseException) -> Iterator[BaseException]:
    """An exception and what caused it, the first cause first."""
    before = exc.__cause__ or (None if exc.__suppress_context__ else exc.__context__)
    if before is not None:
        yield from chain(before)
    yield exc


def format_exception(exc: BaseException) -> str:
    """A traceback with frames and names, without messages."""
    blocks = ("".join(traceback.format_tb(each.__traceback__)) + name_exception(each) for each in chain(exc))
    return "\n\n".join(blocks)


def _without_address(record: logging.LogRecord, request: HttpRequest) -> None:
    """Django logs addresses, which may hold the secret of a mailed link, and what a refused request came with: the
    route says as much to who mends it. A failure's number stands behind it, so that a page and its line are found."""
    match = request.resolver_match
    route = match.view_name or "unnamed" if match else "no route"
    what = HTTPStatus(getattr(record, "status_code", 500)).phrase
    number = getattr(request, "failure_number", "")
    record.msg, record.args = f"{what}: {request.method} {route} {number}".rstrip(), None


class ContentFilter(logging.Filter):
    """Takes content out of a record before any handler sees it; lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record in place."""
        error = record.exc_info[1] if record.exc_info else None
        if record.name.startswith("django.") and isinstance(request := getattr(record, "request", None), HttpRequest):
            _without_address(record, request)
        if isinstance(record.args, dict) and "exc" in record.args:  # Celery puts the exception's repr here
            record.args = {**record.args, "exc": name_exception(error) if error else "", "traceback": ""}
        record.msg, record.args = without_detail(record.getMessage()), None
        if error is not None:
            record.exc_text = format_exception(error)
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for machines that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON with time, level, logger, message and, if any, the traceback."""
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_text:
            entry["traceback"] = record.exc_text
        return json.dumps(entry, ensure_ascii=False)


def logging_config(*, as_json: bool, reports_to: str = "") -> dict[str, object]:
    """Django's LOGGING: everything to stderr, and errors to Sentry where there is one, through the content filter."""
    reports = {"()": "core.reporting.Reporter", "dsn": reports_to, "filters": ["content"]}
    formatter = (
        {"()": "core.logs.JsonFormatter"} if as_json else {"format": "{levelname} {name}: {message}", "style": "{"}
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"content": {"()": "core.logs.ContentFilter"}},
        "formatters": {"line": formatter},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": sys.stderr,
                "filters": ["content"],
                "formatter": "line",
            },
            **({"sentry": reports} if reports_to else {}),
        },
        "root": {"handlers": ["stderr", *(["sentry"] if reports_to else [])], "level": "INFO"},
        "loggers": {
            # Django's own handlers would mail and print unfiltered tracebacks.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }
