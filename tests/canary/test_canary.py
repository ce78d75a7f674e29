"""A word planted in every confidential field is found by its author, and by nobody and nowhere else (2.4)."""

import io
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command, get_commands
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from core.data_classes import DataClass, classes_of, registry
from core.models import AuditEvent
from people.models import User
from tests.canary.planting import Plant, authors_of, confidential_fields, plant, readers
from tests.canary.unshown import UNSHOWN
from tests.doors.asking import Asker, labels_of, values_for
from tests.doors.conftest import QUIET
from tests.doors.payloads import WORD, payload_of
from tests.doors.routes import Route, all_routes
from tests.doors.world import ROLES, build

Walk = dict[str, set[tuple[Any, str]]]
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("canary")]


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Asker, list[Plant]]]:
    """A world with a word in every confidential field."""
    with django_db_blocker.unblock(), override_settings(**QUIET), transaction.atomic():
        world = build()
        yield Asker(world), plant(world)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def seen(planted: tuple[Asker, list[Plant]], django_db_blocker: DjangoDbBlocker) -> Walk:
    """Word → who saw it on which page, after every page was opened as every role."""
    asker, _plants = planted
    found: Walk = defaultdict(set)
    lists = set()
    with django_db_blocker.unblock():
        for route in (route for route in all_routes() if "GET" in route.methods):
            for label in labels_of(asker.world, route):
                for role in (*ROLES, "help_contact"):
                    person = asker.world.person(role, label)
                    values = as_it_is_theirs(asker, route, label, role)
                    with transaction.atomic():
                        body = body_of(asker.ask(role, route, "GET", label, values))
                        for query in files_on(body):
                            body += body_of(asker.ask(role, route, "GET", label, values, query))
                            lists.add(route.name)
                        transaction.set_rollback(True)
                    for word in words_in(body):
                        found[word].add((person.pk if person else None, route.name))
    assert {"people:people", "programs:applications", "desk:pairs", "desk:inbox"} <= lists
    return found


def files_on(page: str) -> set[str]:
    """The lists that a page gives as a file; a workbook holds the same (tests/test_exports.py)."""
    return {unescape(query) for query in re.findall(r'href="(\?download=csv[^"]*)"', page)}


def as_it_is_theirs(asker: Asker, route: Route, label: str, role: str) -> dict[str, Any] | None:
    """A page that names a role is opened by the other half with its own."""
    values = values_for(asker.world, route, label)
    return {**values, "role": "guide"} if values and "role" in values and role == "guide" else values


def body_of(response: Any) -> str:
    body = b"".join(response) if response.streaming else response.content
    return body.decode("utf-8", "replace") + str(response.headers)


def words_in(text: str) -> set[str]:
    """The planted words in a text; case does not matter, for a page may put a word in capitals."""
    return set(re.findall(r"zq\d{4}qz", text.lower()))


def test_every_confidential_field_has_a_row_in_the_world(planted: tuple[Asker, list[Plant]]) -> None:
    """A field without a row would be looked for in vain: add one in tests/<app>/world.py."""
    labels = {plant.label for plant in planted[1]}
    assert [field.label for field, _class in confidential_fields() if field.label not in labels] == []


def test_a_word_is_seen_by_its_readers_only(planted: tuple[Asker, list[Plant]], seen: Walk) -> None:
    """S0-18: every page, search, export and JSON answer, opened as every role."""
    faults = []
    for found in planted[1]:
        allowed = readers(found)
        strangers = [(who, route) for who, route in seen[found.word] if who not in allowed]
        faults += [f"{found.place} was read at {route} by {who}" for who, route in strangers]
    assert faults == []


def test_every_word_is_found_by_somebody_who_may_read_it(planted: tuple[Asker, list[Plant]], seen: Walk) -> None:
    """Or the walk proves nothing: a word that its author cannot find is found by nobody."""
    found = {plant.label for plant in planted[1] if seen[plant.word]}
    every = {field.label for field, _class in confidential_fields()}
    assert sorted(every - found - set(UNSHOWN)) == []
    assert sorted(found & set(UNSHOWN)) == []
    assert set(UNSHOWN) <= every


def test_every_word_is_found_by_its_author(planted: tuple[Asker, list[Plant]], seen: Walk) -> None:
    """Where a row says who wrote it, the author is among those who find it."""
    written = [found for found in planted[1] if authors_of(found.row) and found.label not in UNSHOWN]
    finders = {found.word: {who for who, _route in seen[found.word]} for found in written}
    found = {one.label for one in written if finders[one.word] & authors_of(one.row)}
    assert sorted({one.label for one in written} - found) == []


def test_visible_to_gives_the_rows_of_a_plant_to_its_readers_only(planted: tuple[Asker, list[Plant]]) -> None:
    """The SQL half of the rule equals the table of data classes."""
    asker, plants = planted
    people = {p.pk: p for by_role in asker.world.people.values() for p in by_role.values()}
    allowed = {found.word: readers(found) for found in plants}
    faults = []
    for model in {type(found.row) for found in plants}:
        for person in people.values():
            visible = rows_visible_to(asker, model, person)
            faults += [
                f"{found.place} is visible to {person.name}"
                for found in plants
                if type(found.row) is model and found.row.pk in visible and person.pk not in allowed[found.word]
            ]
    assert faults == []


def rows_visible_to(asker: Asker, model: Any, person: User) -> set[Any]:
    """The primary keys of the rows of a table that a person may read."""
    with asker.world.at_its_time():
        return set(model._default_manager.visible_to(person).values_list("pk", flat=True))


def leaks(text: str, plants: list[Plant]) -> list[str]:
    words = words_in(text)
    return [f"{plant.place}" for plant in plants if plant.word in words] + ([WORD] if WORD in text else [])


def post_everything(asker: Asker) -> None:
    """Every writing route of ours with its data, as everybody; each undone, with what it would do on commit done."""
    for route in (route for route in all_routes() if route.is_ours):
        for method in (method for method in route.methods if method != "GET" and payload_of(route.name, method)):
            for label in labels_of(asker.world, route):
                for role in ("learner", "guide", "program_admin", "org_admin"):
                    with transaction.atomic():
                        before = len(connection.run_on_commit)
                        asker.ask(role, route, method, label)
                        todo = [entry[1] for entry in connection.run_on_commit[before:]]
                        for function in todo:
                            function()
                        assert not leaks(audit_rows(), [])
                        transaction.set_rollback(True)


def audit_rows() -> str:
    return repr(list(AuditEvent.objects.values_list()))


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log says, after the filter and in the form that production uses."""
    from core.logs import ContentFilter, JsonFormatter

    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.addFilter(ContentFilter())
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_mails_tasks_logs_and_audit_hold_no_word(
    planted: tuple[Asker, list[Plant]], log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S0-18: nor any channel besides pages."""
    asker, plants = planted
    kicks: list[str] = []
    for way in ("celery.app.base.Celery.send_task", "celery.app.task.Task.apply_async"):
        monkeypatch.setattr(way, lambda self, *args, **kwargs: kicks.append(repr((args, kwargs))))
    post_everything(asker)
    if "sweep" in get_commands():
        with asker.world.at_its_time():
            call_command("sweep", stdout=io.StringIO())
    for message in mail.outbox:
        assert leaks(message.message().as_string(), plants) == [], message.subject
        texts = [
            str(message.body),
            str(message.subject),
            *(str(part[0]) for part in getattr(message, "alternatives", [])),
        ]
        assert leaks("\n".join(texts), plants) == [], message.subject
    assert leaks("\n".join(kicks), plants) == []
    assert leaks(audit_rows(), plants) == []
    assert leaks(log.getvalue(), plants) == []


TEXTS = ("CharField", "TextField", "EmailField")
INSERTED = "zq9999qz"


def texts_of(meta: Any) -> list[Any]:
    return [
        f for f in meta.concrete_fields if f.get_internal_type() in TEXTS and not (f.max_length and f.max_length < 8)
    ]


def force_an_error(meta: Any) -> bool:
    """Whether the database refuses a row that lacks what it must have: one of the table, or one of planted words."""
    table, lost = f'"{meta.db_table}"', next(f.column for f in reversed(meta.concrete_fields) if not f.null)
    texts = ", ".join(f'"{field.column}"' for field in texts_of(meta) if field.column != lost)
    words = ", ".join(f"'{INSERTED}'" for field in texts_of(meta) if field.column != lost)
    model = apps.get_model(meta.label)
    has_rows = model is not AuditEvent and model._base_manager.exists()  # PostgreSQL lets nobody change the audit
    sql = f'UPDATE {table} SET "{lost}" = NULL' if has_rows else f"INSERT INTO {table} ({texts}) VALUES ({words})"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql if has_rows or texts else f'INSERT INTO {table} ("{lost}") VALUES (NULL)')
    except IntegrityError as error:
        logging.getLogger("django.request").exception("failed: %s", error)
        return True
    return False


def clear_words(meta: Any) -> set[str]:
    """What stands in clear in a table and is not public, long enough to be told from chance."""
    model = apps.get_model(meta.label)
    told = [f.name for f in texts_of(meta) if classes_of(model)[f.name] != DataClass.D0 and not f.choices]
    return {
        str(text) for name in told for text in model._base_manager.values_list(name, flat=True) if len(str(text)) > 9
    }


def test_a_refused_row_of_any_table_leaves_no_word_in_the_log(
    planted: tuple[Asker, list[Plant]], log: io.StringIO
) -> None:
    """PostgreSQL prints the whole row as DETAIL; the log shows neither it nor any clear text of the row."""
    tables = {apps.get_model(label)._meta for label, _field in registry()}
    assert [meta.label for meta in tables if not force_an_error(meta)] == []
    said = log.getvalue()
    assert said.count("IntegrityError") >= len(tables)
    assert leaks(said, planted[1]) == []
    assert [word for word in (INSERTED, "Failing row") if word in said] == []
    clear = {word for meta in tables for word in clear_words(meta)}
    assert str(planted[0].world.people["mentoring"]["learner"].email) in clear
    assert [word for word in clear if word in said] == []
