"""Questions that are asked as one are answered as if each had been asked alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, QuerySet
from pytest_django import DjangoAssertNumQueries

from core.at_once import fetch
from goals.models import Measurement
from people.models import User
from relationships.models import AgendaItem, Relationship, Session
from tests import make

pytestmark = pytest.mark.django_db


def questions() -> list[QuerySet[Any, Any]]:
    """Of many shapes: joined and annotated, cut off, sorted, grouped, united, of bare values, with no answer at all."""
    planned = Session.objects.filter(relationship=OuterRef("pk"), status="planned")
    names = [User.objects.filter(given_name=name).values_list("given_name", "pk") for name in ("Leo", "Amara")]
    return [
        Relationship.objects.select_related("program", "guide").annotate(has_date=Exists(planned)).order_by("pk"),
        Session.objects.order_by("-starts_at")[1:3],
        AgendaItem.objects.select_related("after_session__logged_by").order_by("position", "pk"),
        Measurement.objects.order_by("value"),
        Session.objects.order_by("status").values_list("status").annotate(n=Count("pk")),
        names[0].union(names[1]).order_by("given_name", "pk"),
        User.objects.filter(pk__in=[]),
        User.objects.filter(given_name="Nobody"),
        User.objects.order_by("pk").distinct(),
    ]


def world() -> None:
    for kind in ("coaching", "mentoring"):
        pair = make.make_pair(kind)
        for number in range(3):
            session = make.make_session(pair, starts_at=make.NOW + timedelta(days=number))
        make.make_session(pair, status="held", logged_by=pair.guide, logged_at=make.NOW)
        make.make_line(pair)
        make.make_line(pair, after_session=session, status="suggested")
        make.make_goal(make.make_pair("coaching"), 21, 19)


def told(rows: Any) -> list[Any]:
    """All that is known of each row without asking again."""
    return [_known(row) if hasattr(row, "_meta") else row for row in rows]


def _known(row: Any) -> dict[str, Any]:
    kept = {name: value for name, value in vars(row).items() if name != "_state"}
    return kept | {name: _known(other) for name, other in row._state.fields_cache.items() if other is not None}


def test_each_question_is_answered_as_if_alone_and_all_by_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    world()
    alone, together = [told(rows) for rows in questions()], questions()
    with django_assert_num_queries(1):
        fetch(*together)
        answers = [told(rows) for rows in together]
    assert answers == alone
    assert [bool(rows) for rows in alone] == [True] * 6 + [False] * 2 + [True]


def test_a_filter_on_an_answered_question_asks_anew() -> None:
    world()
    people = User.objects.order_by("pk")
    fetch(people, Session.objects.all())
    found = people.filter(given_name="Leo")
    assert {person.given_name for person in found} == {"Leo"}


def test_where_nothing_can_be_answered_nothing_is_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    nobody = User.objects.none()
    with django_assert_num_queries(0):
        fetch(nobody, User.objects.filter(pk__in=[]))
        fetch()
    assert list(nobody) == []


def test_texts_stay_sealed_until_they_are_read() -> None:
    world()
    lines = AgendaItem.objects.order_by("pk")
    fetch(lines, User.objects.all())
    assert {str(vars(line)["text"])[:3] for line in lines} == {"v1:"}
    assert {line.text for line in lines} == {"Presenting to the board"}


def test_what_hangs_on_a_question_is_read_ahead(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    world()
    pairs = Relationship.objects.order_by("pk").prefetch_related("agreements")
    with django_assert_num_queries(2):
        fetch(pairs)
        assert [len(pair.agreements.all()) for pair in pairs] == [1, 1, 1, 1]
