"""The mail about two who came into one reporting line: which lines count, its words, and what it leads to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from nudges.models import Nudge
from nudges.sweeping import sweep
from people.models import User
from relationships.lines import in_one_line
from relationships.models import Relationship
from tests.make import NOW, make_pair, make_person
from tests.nudges.scenarios import DAY, MORNING

pytestmark = pytest.mark.django_db


def led_by(person: User, manager: User | None) -> None:
    User.objects.filter(pk=person.pk).update(manager=manager)


def lines() -> set[Any]:
    return set(in_one_line(Relationship.objects.all()))


def test_up_down_and_beside_count_as_one_line_and_cousins_do_not() -> None:
    """S2-20: the same lines that forbid a pair."""
    pair = make_pair()
    middle, top, other = make_person("Mid"), make_person("Top"), make_person("Oda")
    led_by(pair.learner, middle)
    led_by(middle, pair.guide)
    assert lines() == {pair.pk}
    led_by(middle, top)
    led_by(pair.guide, middle)
    assert lines() == {pair.pk}
    led_by(pair.guide, other)
    led_by(other, top)
    assert lines() == set()
    led_by(other, pair.learner)
    led_by(pair.learner, None)
    assert lines() == {pair.pk}


def test_a_circle_in_the_directory_ends_the_walk() -> None:
    pair = make_pair()
    one, two = make_person("One"), make_person("Two")
    led_by(pair.learner, one)
    led_by(one, two)
    led_by(two, one)
    assert lines() == set()


def test_many_pairs_are_asked_for_by_level_and_not_one_by_one() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            in_one_line(Relationship.objects.all())
        return len(queries)

    boss, pair = make_person("Boss"), make_pair()
    led_by(pair.guide, boss)
    first = asked()
    for place in range(2, 6):
        led_by(make_pair(program=pair.program, guide=pair.guide, place=place).learner, boss)
    assert asked() == first


def test_the_mail_says_since_when_and_another_line_is_told_again(only: Any) -> None:
    only("line-changed")
    pair = make_pair()
    led_by(pair.learner, pair.guide)
    sweep(NOW)
    letter = mail.outbox[0]
    assert letter.subject == "A change that concerns you two"
    assert "Since 17 Nov you are in one reporting line." in letter.body
    assert f"/pairs/{pair.pk}/" in letter.body
    sweep(MORNING + 10 * DAY)
    assert len(mail.outbox) == 2
    led_by(pair.learner, None)
    led_by(pair.guide, pair.learner)
    sweep(MORNING + 20 * DAY)
    assert len(mail.outbox) == 4


def test_a_pair_that_is_only_proposed_gets_no_such_mail(only: Any) -> None:
    """Whoever runs the program withdraws it; nothing has begun that the two could end."""
    only("line-changed")
    pair = make_pair(status="proposed")
    led_by(pair.learner, pair.guide)
    sweep(MORNING + DAY)
    assert not Nudge.objects.exists()


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_the_page_that_the_mail_opens_says_what_the_two_can_do(kind: str, client: Client) -> None:
    pair = make_pair(kind)
    client.force_login(pair.learner)
    with clock.moved_to(NOW + timedelta(hours=1)):
        assert "one reporting line" not in client.get(f"/pairs/{pair.pk}/").content.decode()
        led_by(pair.learner, pair.guide)
        page = client.get(f"/pairs/{pair.pk}/").content.decode()
    assert "You are in one reporting line now" in page
    assert f"/pairs/{pair.pk}/end/" in page
