"""Logs say what went wrong and where; what somebody wrote never reaches them."""

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, connection

from core.ids import new_id
from core.logs import ContentFilter, JsonFormatter, format_exception, without_detail
from core.models import Heartbeat
from tests.make import NOW

WORD = "Zwetschgenknödel"


def record_of(error: BaseException, message: str = "It failed", *args: Any) -> logging.LogRecord:
    """The record that `log.exception` makes, after the filter."""
    record = logging.LogRecord(
        "x", logging.ERROR, __file__, 1, message, args, (type(error), error, error.__traceback__)
    )
    assert ContentFilter().filter(record)
    return record


def caught(error: BaseException) -> BaseException:
    """The exception with a traceback."""
    try:
        raise error
    except type(error) as found:
        return found


def test_a_message_of_an_exception_stays_out_and_the_place_stays_in() -> None:
    lines = json.loads(JsonFormatter().format(record_of(caught(ValueError(WORD)))))
    assert lines["message"] == "It failed"
    assert "in caught" in lines["traceback"]
    assert lines["traceback"].endswith("ValueError")
    assert WORD not in json.dumps(lines, ensure_ascii=False)


def test_what_speaks_of_configuration_keeps_its_words() -> None:
    assert "BASE_URL is missing" in format_exception(caught(ImproperlyConfigured("BASE_URL is missing")))


def test_the_cause_of_an_exception_is_named_without_its_words() -> None:
    outer = RuntimeError("outer " + WORD)
    outer.__cause__ = caught(ValueError(WORD))
    text = format_exception(caught(outer))
    assert text.index("ValueError") < text.index("RuntimeError")
    assert WORD not in text


def test_the_detail_of_postgres_is_cut_off_with_all_its_lines() -> None:
    text = f"duplicate key\nDETAIL:  Failing row contains ({WORD},\n{WORD}\n\nHINT: {WORD})."
    assert without_detail(text) == "duplicate key (detail withheld)"
    assert without_detail("nothing special") == "nothing special"


def test_a_message_that_quotes_a_detail_loses_it_before_any_handler() -> None:
    """Whatever database it came from, and whoever logged it."""
    record = record_of(caught(ValueError()), "Refused: %s", f"duplicate key\nDETAIL:  Failing row contains ({WORD}).")
    assert record.getMessage() == "Refused: duplicate key (detail withheld)"


def test_what_celery_says_of_a_failed_task_has_no_words_of_it() -> None:
    error = caught(ValueError(WORD))
    arguments = {"name": "notes.tasks.tidy", "exc": repr(error), "traceback": WORD}
    record = record_of(error, "Task %(name)s raised %(exc)s\n%(traceback)s", arguments)
    assert record.getMessage() == "Task notes.tasks.tidy raised ValueError\n"


@pytest.mark.django_db
def test_a_refused_row_names_its_constraint_and_never_its_values() -> None:
    """Both databases, for real: PostgreSQL puts the whole row into DETAIL."""
    Heartbeat.objects.create(name=WORD[:20], at=NOW)
    with pytest.raises(IntegrityError) as caught_error:
        Heartbeat.objects.create(id=new_id(), name=WORD[:20], at=NOW)
    record = record_of(caught_error.value, "Refused: %s", str(caught_error.value))
    text = JsonFormatter().format(record)
    assert WORD not in text
    assert "IntegrityError" in text
    if connection.vendor == "postgresql":
        assert WORD in str(caught_error.value)
        assert "core_heartbeat" in text


@pytest.mark.django_db
def test_a_database_error_deep_down_is_named_by_its_code() -> None:
    with pytest.raises(DatabaseError) as caught_error, connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    text = format_exception(caught_error.value)
    assert text.endswith(("OperationalError", "ProgrammingError"))
    assert "42P01" in text or connection.vendor == "sqlite"
