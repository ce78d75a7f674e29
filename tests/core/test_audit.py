"""The audit only grows."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from core.audit import record
from core.data_classes import DataClass, classes_of
from core.errors import AppendOnly
from core.ids import new_id
from core.models import AuditEvent
from tests.core.sealed.models import Letter

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> AuditEvent:
    return record("letter.sent", Letter(text="wombat"), by=SimpleNamespace(pk=new_id()), now=NOW)


def test_an_event_says_who_what_and_when_and_no_content(event: AuditEvent) -> None:
    values = AuditEvent.objects.values().get()
    assert (values["verb"], values["object_type"], values["at"]) == ("letter.sent", "sealed.letter", NOW)
    assert "wombat" not in str(values)
    assert set(classes_of(AuditEvent).values()) == {DataClass.D12}


def test_the_program_is_the_things_own_unless_told() -> None:
    program, other = new_id(), new_id()
    thing = Letter()
    thing.program_id = program  # type: ignore[attr-defined]
    assert record("v", thing, by=None, now=NOW).program_id == program
    assert record("v", thing, by=None, now=NOW, program_id=other).program_id == other


def test_events_are_numbered_in_the_order_they_came(event: AuditEvent) -> None:
    later = record("letter.read", Letter(), by=None, now=NOW)
    assert later.number > event.number
    assert list(AuditEvent.objects.all()) == [event, later]


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(verb="x"),
        lambda event: AuditEvent.objects.all().delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["verb"]),
        lambda event: AuditEvent.objects.update_or_create(number=event.number, defaults={"verb": "x"}),
    ],
)
def test_an_event_is_never_changed_nor_deleted(event: AuditEvent, change: Any) -> None:
    with pytest.raises(AppendOnly):
        change(event)
    assert AuditEvent.objects.get().verb == "letter.sent"


@pytest.mark.parametrize(
    "sql", ["UPDATE core_auditevent SET verb = 'x'", "DELETE FROM core_auditevent", "TRUNCATE core_auditevent"]
)
def test_postgresql_refuses_what_goes_around_the_class(event: AuditEvent, sql: str) -> None:
    """SQLite has no such guard: it drops triggers when a table is remade."""
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"
        return
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER audit_table_stays")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql)
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER audit_table_stays")
    assert AuditEvent.objects.get().verb == "letter.sent"


def test_a_person_sees_the_own_events_only(event: AuditEvent) -> None:
    author = SimpleNamespace(pk=event.actor_id, is_authenticated=True, is_active=True)
    stranger = SimpleNamespace(pk=new_id(), is_authenticated=True, is_active=True)
    assert AuditEvent.objects.visible_to(author).get() == event
    assert not AuditEvent.objects.visible_to(stranger).exists()
    assert not AuditEvent.objects.visible_to(AnonymousUser()).exists()


def test_the_clock_acts_without_a_person_and_nobody_sees_it_as_the_own() -> None:
    record("v", Letter(), by=None, now=NOW)
    assert not AuditEvent.objects.visible_to(SimpleNamespace(pk=None, is_authenticated=False)).exists()
