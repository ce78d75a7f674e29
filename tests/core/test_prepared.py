"""A query that is built once is answered as the one that is built each time, and refuses what it cannot stand for."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.test.utils import override_settings
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.at_once import fetch
from core.prepared import prepared
from people.models import PersonSkill, User
from relationships.models import AgendaItem, Agreement, Relationship, Session, Signature
from tests import make
from tests.core.test_at_once import told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def led(pk: uuid.UUID) -> Any:
    return User.objects.filter(pk=pk).annotate(leads=Exists(User.objects.filter(manager=pk)))


def shared(me: User, today: date) -> Any:
    return Relationship.objects.shared_with(me, today).select_related("program", "guide").order_by("pk")


def soon(pair: uuid.UUID, now: datetime) -> Any:
    begun = Q(starts_at__gt=now - DAY, starts_at__lt=now + 14 * DAY)
    return Session.objects.filter(begun, relationship=pair).order_by("starts_at")


def lines(pair: uuid.UUID, layer: str) -> Any:
    return AgendaItem.objects.filter(relationship=pair, layer=layer).select_related("author").order_by("pk")


def counted(me: User) -> Any:
    mine = Session.objects.filter(Q(relationship__guide=me) | Q(relationship__learner=me))
    return mine.values_list("status").annotate(n=Count("pk")).order_by("status")


def booked(pair: uuid.UUID, role: str) -> Any:
    planned = Session.objects.filter(relationship=OuterRef("pk"), status="planned")
    return (
        Relationship.objects.filter(pk=pair).annotate(planned=Exists(planned)).values(f"{role}__given_name", "planned")
    )


@pytest.fixture
def pairs() -> list[Relationship]:
    found = []
    for kind in ("coaching", "mentoring"):
        pair = make.make_pair(kind)
        for number in range(4):
            make.make_session(pair, starts_at=make.NOW + number * 7 * DAY)
        make.make_session(pair, status="held", logged_by=pair.guide, logged_at=make.NOW)
        make.make_line(pair)
        found.append(pair)
    found.append(make.make_pair(status="ended", ended_on=make.NOW.date() - 89 * DAY))
    return found


def asked_about(pairs: list[Relationship]) -> list[tuple[Callable[..., Any], tuple[Any, ...]]]:
    """Each shape, with one set of values after the other."""
    found: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
    for pair in pairs:
        for days in range(0, 12, 5):
            found += [(soon, (pair.pk, make.NOW + days * DAY)), (shared, (pair.learner, make.NOW.date() + days * DAY))]
        found += [(led, (pair.guide_id,)), (counted, (pair.guide,)), (counted, (pair.learner,))]
        found += [(lines, (pair.pk, layer)) for layer in ("session", "plan")]
        found += [(booked, (pair.pk, role)) for role in ("guide", "learner")]
    return found


def test_whoever_is_asked_about_it_answers_as_the_query_does(pairs: list[Relationship]) -> None:
    """Keys, people, days, moments and days reckoned from them; joins, annotations, prefetches and bare values."""
    once = {build: prepared(build) for build in (led, shared, soon, lines, counted, booked)}
    answers = [(told(once[build](*values)), told(build(*values))) for build, values in asked_about(pairs)]
    assert [ours for ours, _theirs in answers] == [theirs for _ours, theirs in answers]
    assert len({str(ours) for ours, _theirs in answers}) > len(pairs) * len(once)


def test_what_hangs_on_it_is_read_ahead(
    pairs: list[Relationship], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed = prepared(lambda pair: Agreement.objects.filter(relationship=pair).prefetch_related("signatures"))
    for pair in pairs:
        with django_assert_num_queries(2):
            found = [set(agreement.signatures.all()) for agreement in signed(pair.pk)]
        assert found == [set(agreement.signatures.all()) for agreement in pair.agreements.all()]
        assert found[0]


def test_several_are_asked_at_once(
    pairs: list[Relationship], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pair = pairs[0]
    asked = [prepared(soon)(pair.pk, make.NOW), User.objects.order_by("pk"), prepared(lines)(pair.pk, "session")]
    with django_assert_num_queries(1):
        fetch(*asked)
        ours = [told(rows) for rows in asked]
    assert ours == [
        told(rows) for rows in (soon(pair.pk, make.NOW), User.objects.order_by("pk"), lines(pair.pk, "session"))
    ]


def test_it_is_built_once_for_each_text_and_language() -> None:
    built: list[Any] = []

    @prepared
    def by_status(pk: uuid.UUID, status: str) -> Any:
        built.append((pk, status))
        return Session.objects.filter(relationship=pk, status=status)

    for _ in range(3):
        list(by_status(uuid.uuid4(), "planned"))
        list(by_status(uuid.uuid4(), "held"))
    assert [status for _pk, status in built] == ["planned"] * 2 + ["held"] * 2, "each with two sets of stand-ins"
    with override_settings(LANGUAGES=[("en", "English"), ("de", "German")]), translation.override("de"):
        list(by_status(uuid.uuid4(), "held"))
    assert len(built) == 6


def test_nothing_is_built_upon_it(pairs: list[Relationship]) -> None:
    """A filter that came too late would be passed over."""
    asked = prepared(lines)(pairs[0].pk, "session")
    for name in ("filter", "exclude", "order_by", "all", "first", "count", "exists"):
        with pytest.raises(TypeError, match="as it stands"):
            getattr(asked, name)()


def test_what_nothing_answers_stays_empty(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    nobody = prepared(lambda pk: User.objects.filter(pk=pk, given_name__in=[]))
    with django_assert_num_queries(0):
        assert [list(nobody(uuid.uuid4())) for _ in range(2)] == [[], []]


def test_who_may_not_sign_in_is_asked_about_as_they_are() -> None:
    gone = make.make_person("Leo", is_active=False)
    asked = prepared(lambda me: Relationship.objects.visible_to(me))
    assert list(asked(gone)) == []
    make.make_pair(learner=gone)
    assert list(asked(gone)) == []


def _with_line(pk: uuid.UUID) -> Any:
    return Agreement.objects.filter(pk=pk).prefetch_related(Prefetch("signatures", Signature.objects.filter(pk=pk)))


@pytest.mark.parametrize(
    ("build", "values", "why"),
    [
        (lambda pk: User.objects.all(), (uuid.uuid4(),), "argument 0 .* is not asked about"),
        (lambda pk, day: User.objects.filter(pk=pk, leaves_on=day.date()), (uuid.uuid4(), make.NOW), "takes a day"),
        (lambda now: Session.objects.filter(starts_at__date=now.date()), (make.NOW,), "takes a day|day of a moment"),
        (lambda day: Session.objects.filter(starts_at__gt=day.replace(day=1)), (make.NOW,), "no more"),
        (lambda day: User.objects.filter(leaves_on=day - day.weekday() * DAY), (make.NOW.date(),), "no more"),
        (
            lambda a, b: Session.objects.filter(starts_at__gt=min(a, b), planned_at__gt=max(a, b)),
            (make.NOW, make.NOW),
            "no more",
        ),
        (lambda pk: User.objects.filter(pk=pk).exclude(employee_id=str(pk)), (uuid.uuid4(),), "hides a value"),
        (lambda pk: _with_line(pk), (uuid.uuid4(),), "would ask for its stand-ins"),
        (lambda day: Session.objects.filter(starts_at__date=day), (make.NOW.date(),), "day of a moment"),
    ],
)
def test_what_it_cannot_stand_for_it_says(build: Any, values: tuple[Any, ...], why: str) -> None:
    with pytest.raises(TypeError, match=why):
        list(prepared(build)(*values))


def test_of_a_person_it_has_the_key_alone() -> None:
    """A right, a zone or a manager would be frozen as those of nobody."""
    person = make.make_person("Leo", is_org_admin=True)
    for field in ("is_org_admin", "time_zone", "manager_id"):
        asked = prepared(lambda me, field=field: User.objects.filter(pk=me.pk, given_name=str(getattr(me, field))))
        with pytest.raises(User.DoesNotExist):
            asked(person)


def test_what_is_read_ahead_in_vain_does_not_empty_it() -> None:
    asked = prepared(
        lambda pk: User.objects.filter(pk=pk).prefetch_related(Prefetch("skills", PersonSkill.objects.none()))
    )
    person = make.make_person("Leo")
    assert list(asked(person.pk)) == [person]


def test_it_may_not_read_the_clock() -> None:
    asked = prepared(lambda pk: Session.objects.filter(relationship=pk, starts_at__gt=clock.now()))
    with pytest.raises(RuntimeError, match="built once"):
        asked(uuid.uuid4())
    assert clock.now()
