"""Check-ins: when they come, who reads what, and what both see together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core.clock import moved_to
from core.errors import NotPossible
from people.models import User
from relationships.models import Relationship
from surveys import helping, rounds
from surveys.instruments import TRUST, score
from surveys.models import Answer, HelpRequest, Round
from tests.make import NOW, TODAY, make_pair, make_person, make_session

pytestmark = pytest.mark.django_db
KEYS = [item.key for item in TRUST.items]


def all_of(value: int) -> dict[str, int | None]:
    return dict.fromkeys(KEYS, value)


def make_round(pair: Relationship, opens_on: date = TODAY) -> Round:
    return Round.objects.create(
        relationship=pair, instrument="trust", number=1, opens_on=opens_on, closes_on=opens_on + timedelta(days=14)
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [([1] * 6, 0), ([5] * 6, 100), ([3] * 6, 50), ([5, 5, 5, 5, 5, None], 100), ([5, 5, 5, 5, None, None], None)],
)
def test_a_score_needs_five_of_six_answers(given: list[int | None], expected: float | None) -> None:
    assert score(TRUST, dict(zip(KEYS, given, strict=True))) == expected


def test_check_ins_come_after_30_and_90_days_then_every_180() -> None:
    """C16: counted from the first conversation that took place."""
    first = date(2026, 1, 1)
    days = [(day - first).days for _n, day in rounds.days_of_rounds(first, [30, 90, 180], date(2027, 12, 31))]
    assert days == [30, 90, 270, 450, 630]


def test_a_round_opens_once_30_days_after_the_first_held_conversation() -> None:
    """S0-17: a trust check-in at day 30 for both sides."""
    pair = make_pair()
    make_session(pair, status="planned", starts_at=NOW - timedelta(days=80))
    assert rounds.open_due(TODAY) == 0
    make_session(pair, status="held", starts_at=NOW - timedelta(days=30))
    assert rounds.open_due(TODAY - timedelta(days=1)) == 0
    assert rounds.open_due(TODAY) == 1
    assert rounds.open_due(TODAY) == 0


def test_coaching_has_no_check_in() -> None:
    """C6: closeness is never asked in coaching."""
    pair = make_pair("coaching")
    make_session(pair, status="held", starts_at=NOW - timedelta(days=30))
    assert rounds.open_due(TODAY) == 0


def test_an_answer_is_read_by_its_author_alone(outsider: User) -> None:
    pair = make_pair()
    asked = make_round(pair)
    rounds.answer(asked, all_of(2), by=pair.learner, now=NOW)
    assert Answer.objects.visible_to(pair.learner).get().answers == all_of(2)
    assert not Answer.objects.visible_to(pair.guide).exists()
    assert not Answer.objects.visible_to(outsider).exists()
    assert "2" not in str(Answer.objects.values_list("sealed", flat=True).get()).split(":")[0]


def test_one_answers_once_and_only_in_the_pair(outsider: User) -> None:
    pair = make_pair()
    asked = make_round(pair)
    rounds.answer(asked, all_of(4), by=pair.learner, now=NOW)
    with pytest.raises(NotPossible):
        rounds.answer(asked, all_of(1), by=pair.learner, now=NOW)
    with pytest.raises(PermissionDenied):
        rounds.answer(asked, all_of(1), by=outsider, now=NOW)


@pytest.mark.parametrize(
    ("shown", "seen", "expected"),
    [((True, True), (5, 5), True), ((True, True), (5, 2), False), ((True, False), (5, 5), None)],
)
def test_the_two_are_shown_something_only_if_both_ticked_it(
    shown: tuple[bool, bool], seen: tuple[int, int], expected: bool | None
) -> None:
    pair = make_pair()
    asked = make_round(pair)
    for person, show, value in zip((pair.guide, pair.learner), shown, seen, strict=True):
        rounds.answer(asked, all_of(value), by=person, now=NOW, show_alike=show)
    assert rounds.alike(pair, TODAY) is None, "not before the round closes"
    found = rounds.alike(pair, TODAY + timedelta(days=15))
    assert (found.is_close if found else None) is expected


def test_help_goes_to_the_contact_without_answers(client: Client) -> None:
    """S0-43: a low answer alone tells nobody; the tick makes a row for the contact, without the answers."""
    pair = make_pair()
    asked = make_round(pair)
    client.force_login(pair.learner)
    with moved_to(NOW):
        client.post(f"/check-ins/{asked.pk}/", {"safety": "1", "wants_help": "on"})
    found = HelpRequest.objects.get()
    assert (found.contact, found.words) == (pair.program.help_contact, None)
    assert not HelpRequest.objects.visible_to(pair.guide).exists()


def test_without_the_tick_nobody_is_told(client: Client) -> None:
    pair = make_pair()
    asked = make_round(pair)
    client.force_login(pair.learner)
    with moved_to(NOW):
        client.post(f"/check-ins/{asked.pk}/", {"safety": "1"})
    assert Answer.objects.count() == 1
    assert not HelpRequest.objects.exists()


def test_the_contact_is_outside_both_lines() -> None:
    """S0-41: a concern reaches a named contact who is neither the partner nor in anybody's line."""
    boss = make_person("Ruth")
    pair = make_pair(learner=make_person("Amara", manager=boss))
    pair.program.help_contact = boss
    pair.program.save()
    assert helping.contact_for(pair) not in (None, boss)


def test_skipping_is_remembered(client: Client) -> None:
    pair = make_pair()
    asked = make_round(pair)
    client.force_login(pair.guide)
    with moved_to(NOW):
        client.post(f"/check-ins/{asked.pk}/skip/")
    assert Answer.objects.get().skipped


def test_the_pages_open_for_who_may_see_them(client: Client) -> None:
    pair = make_pair()
    asked = make_round(pair)
    rounds.answer(asked, all_of(4), by=pair.learner, now=NOW)
    found = helping.ask(pair, "Please call me", by=pair.learner, now=NOW)
    client.force_login(pair.learner)
    paths = [f"/check-ins/{asked.pk}/", f"/pairs/{pair.pk}/check-ins/", f"/help-requests/{found.pk}/"]
    assert [client.get(path).status_code for path in [*paths, f"/pairs/{pair.pk}/help/"]] == [200] * 4
    assert pair.program.help_contact is not None
    client.force_login(pair.program.help_contact)
    assert "Please call me" in client.get(paths[2]).content.decode()
    assert client.get(paths[0]).status_code == 404


def test_a_check_in_opens_and_closes_on_ones_own_clock() -> None:
    pair = make_pair(learner=make_person("Kai", time_zone="Pacific/Kiritimati"))
    asked = make_round(pair, opens_on=TODAY + timedelta(days=1))
    late_evening = NOW.replace(hour=11)  # 01:00 of the next day in Kiritimati
    rounds.answer(asked, all_of(4), by=pair.learner, now=late_evening)
    with pytest.raises(NotPossible):
        rounds.answer(asked, all_of(4), by=pair.guide, now=late_evening)


def test_nobody_is_asked_after_the_end(client: Client) -> None:
    pair = make_pair(status="ended", ended_on=TODAY)
    asked = make_round(pair)
    with pytest.raises(NotPossible):
        rounds.answer(asked, all_of(4), by=pair.learner, now=NOW)
    client.force_login(pair.learner)
    with moved_to(NOW):
        assert "check-in" not in client.get("/").content.decode()
