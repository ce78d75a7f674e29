"""What happens to lines between sessions, the order of a plan, and who accepts it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core.errors import NotPossible, Stale
from relationships import acting, agendas, holding
from relationships.models import AgendaItem, Plan, Relationship
from tests.make import NOW, TODAY, make_action, make_line, make_pair, make_plan, make_session

pytestmark = pytest.mark.django_db


def next_texts(pair: Relationship) -> list[str]:
    return [line.text for line in pair.agenda.waiting_lines(NOW)]


def test_points_not_reached_and_suggestions_not_decided_move_on_by_themselves() -> None:
    pair = make_pair()
    reached = make_line(pair, text="Reached")
    make_line(pair, text="Not reached")
    make_line(pair, text="Not decided", status="suggested", author=pair.guide)
    session = make_session(pair, starts_at=NOW - timedelta(hours=2))
    holding.hold(session, minutes=60, form="video", talked_about=[reached.pk], by=pair.learner, now=NOW)
    make_session(pair)
    assert next_texts(pair) == ["Not reached", "Not decided"]
    reached.refresh_from_db()
    assert (reached.status, reached.session) == ("done", session)


def test_the_mentor_who_logs_ticks_nothing_off_the_mentees_agenda() -> None:
    pair = make_pair()
    line = make_line(pair)
    session = make_session(pair, starts_at=NOW - timedelta(hours=2))
    holding.hold(session, minutes=60, form="video", talked_about=[line.pk], by=pair.guide, now=NOW)
    line.refresh_from_db()
    assert line.status == "on"


def test_line_1_was_for_the_session_that_was_held_and_the_next_one_is_asked_anew() -> None:
    pair = make_pair("coaching")
    session = make_session(pair, starts_at=NOW - timedelta(hours=2))
    line = agendas.write_first_line(pair, "A calm hour", by=pair.learner, now=NOW - timedelta(hours=3))
    holding.hold(session, minutes=60, form="video", by=pair.guide, now=NOW)
    assert agendas.first_line(pair) is None
    line.refresh_from_db()
    assert line.session == session
    agendas.write_first_line(pair, "Another one", by=pair.learner, now=NOW)


def test_line_1_of_a_session_that_did_not_take_place_stays() -> None:
    pair = make_pair("coaching")
    session = make_session(pair, starts_at=NOW - timedelta(hours=2))
    line = agendas.write_first_line(pair, "A calm hour", by=pair.learner, now=NOW - timedelta(hours=3))
    holding.miss(session, why="could_not", by=pair.guide, now=NOW)
    assert agendas.first_line(pair) == line


def test_mentoring_has_no_line_1() -> None:
    pair = make_pair()
    with pytest.raises(PermissionDenied):
        agendas.write_first_line(pair, "Mine", by=pair.learner, now=NOW)


def test_line_1_written_in_two_windows_is_told() -> None:
    pair = make_pair("coaching")
    agendas.write_first_line(pair, "First", by=pair.learner, now=NOW)
    with pytest.raises(Stale):
        agendas.write_first_line(pair, "Second", by=pair.learner, now=NOW)
    assert AgendaItem.objects.get().text == "First"


def test_later_comes_back_when_the_next_session_lies_behind() -> None:
    pair = make_pair()
    line = make_line(pair, status="suggested", author=pair.guide)
    session = make_session(pair)
    agendas.put_off(line, by=pair.learner, now=NOW)
    assert next_texts(pair) == []
    assert list(pair.agenda.put_off(NOW)) == [line]
    after = session.starts_at + timedelta(hours=2)
    assert list(pair.agenda.waiting_lines(after)) == [line]


def test_a_settled_agenda_stays_as_it_is_until_it_is_opened_or_the_session_lies_behind() -> None:
    pair = make_pair()
    session = make_session(pair)
    line = make_line(pair)
    agendas.lock(pair, "session", by=pair.learner, now=NOW)
    with pytest.raises(NotPossible, match="settled"):
        agendas.add(pair, "session", "More", by=pair.learner, now=NOW)
    with pytest.raises(NotPossible, match="settled"):
        agendas.edit(line, text="Other", version=1, by=pair.learner, now=NOW)
    with pytest.raises(NotPossible, match="settled"):
        agendas.remove(line, by=pair.learner, now=NOW)
    agendas.suggest(pair, "session", "Always open", by=pair.guide, now=NOW)
    assert agendas.lock_on(pair, "session", session.starts_at + timedelta(hours=2)) is None
    agendas.unlock(pair, "session", by=pair.learner, now=NOW)
    agendas.add(pair, "session", "More", by=pair.learner, now=NOW)


def test_shifting_swaps_neighbors_and_stops_at_the_ends() -> None:
    pair = make_pair()
    first, second = make_line(pair, text="A"), make_line(pair, text="B")
    agendas.shift(second, -1, by=pair.learner, now=NOW)
    assert next_texts(pair) == ["B", "A"]
    with pytest.raises(NotPossible):
        agendas.shift(first, 1, by=pair.learner, now=NOW)


def test_a_step_of_the_plan_never_comes_before_an_earlier_one_in_time() -> None:
    """S0-31, S4-22."""
    pair = make_pair("coaching")
    steps = [
        agendas.add(pair, "plan", text, on_day=day, by=pair.guide, now=NOW)
        for text, day in [("One", date(2026, 12, 1)), ("Two", date(2027, 1, 8)), ("Three", date(2027, 2, 1))]
    ]
    with pytest.raises(NotPossible, match="Step 4 cannot come before step 3 in time"):
        agendas.add(pair, "plan", "Four", on_day=date(2027, 1, 20), by=pair.guide, now=NOW)
    with pytest.raises(NotPossible, match="Step 3 cannot come before step 2 in time"):
        agendas.shift(steps[2], -1, by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        agendas.edit(steps[2], text="Three", on_day=date(2026, 12, 24), version=1, by=pair.guide, now=NOW)
    assert [line.text for line in pair.agenda.of_layer("plan")] == ["One", "Two", "Three"]
    assert AgendaItem.objects.get(pk=steps[2].pk).on_day == date(2027, 2, 1)


def test_c1_every_change_by_the_coach_asks_for_the_coachees_yes_again() -> None:
    pair = make_pair("coaching")
    line = agendas.add(pair, "plan", "One", by=pair.guide, now=NOW)
    plan = Plan.objects.get(relationship=pair)
    plan.accept(plan.version, by=pair.learner, now=NOW)
    assert Plan.objects.get().is_accepted
    changes: list[Callable[[], object]] = [
        lambda: agendas.edit(line, text="Changed", version=line.version, by=pair.guide, now=NOW),
        lambda: agendas.add(pair, "plan", "Two", by=pair.guide, now=NOW),
        lambda: agendas.shift(line, 1, by=pair.guide, now=NOW),
        lambda: agendas.remove(line, by=pair.guide, now=NOW),
    ]
    for change in changes:
        change()
        plan = Plan.objects.get()
        assert not plan.is_accepted
        plan.accept(plan.version, by=pair.learner, now=NOW)


def test_a_suggestion_of_the_coachee_changes_no_plan_until_it_is_taken_up() -> None:
    pair = make_pair("coaching")
    agendas.add(pair, "plan", "One", by=pair.guide, now=NOW)
    plan = Plan.objects.get(relationship=pair)
    plan.accept(plan.version, by=pair.learner, now=NOW)
    line = agendas.suggest(pair, "plan", "Two", by=pair.learner, now=NOW)
    plan.refresh_from_db()
    assert plan.is_accepted
    agendas.accept(line, by=pair.guide, now=NOW)
    plan.refresh_from_db()
    assert not plan.is_accepted


def test_only_the_coachee_accepts_and_only_the_version_that_was_read() -> None:
    pair = make_pair("coaching")
    agendas.add(pair, "plan", "One", by=pair.guide, now=NOW)
    plan = Plan.objects.get(relationship=pair)
    read = plan.version
    with pytest.raises(PermissionDenied, match="Only Tom can accept the plan"):
        plan.accept(read, by=pair.guide, now=NOW)
    agendas.add(pair, "plan", "Two", by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        plan.accept(read, by=pair.learner, now=NOW)
    plan.refresh_from_db()
    assert not plan.is_accepted


def test_the_first_talk_is_offered_once() -> None:
    """S0-17: a new pair of a mentoring is offered a first talk for getting to know each other."""
    pair = make_pair()
    agendas.use_first_talk(pair, by=pair.learner, now=NOW)
    assert next_texts(pair) == ["How you got here", "How you like to work", "What you hope for", "What is off limits"]
    with pytest.raises(NotPossible):
        agendas.use_first_talk(pair, by=pair.learner, now=NOW)


def test_a_coaching_is_offered_nothing_about_the_past() -> None:
    """C15, S3-08: the template of a session looks at now and next; a mentoring may begin with how one got here."""
    looks_back = re.compile(r"\b(got|past|history|background|did|was|were|used to|so far|have you)\b", re.IGNORECASE)
    found = {}
    for kind in ("coaching", "mentoring"):
        pair = make_pair(kind)
        owner = getattr(pair, pair.rules_of_kind.LAYER_OWNER["session"])
        agendas.use_first_talk(pair, by=owner, now=NOW)
        lines = [*next_texts(pair), str(pair.rules_of_kind.FIRST_LINE)]
        found[kind] = [line for line in lines if looks_back.search(line)]
    assert found == {"coaching": [], "mentoring": ["How you got here"]}


def test_what_has_ended_can_be_read_and_not_changed() -> None:
    pair = make_pair(status="ended", ended_on=NOW.date())
    with pytest.raises(NotPossible):
        agendas.add(pair, "session", "Late", by=pair.learner, now=NOW)


def test_what_was_removed_is_gone_for_good_a_day_later() -> None:
    pair = make_pair()
    old = make_line(pair, text="Old", removed_at=NOW - timedelta(days=2))
    agendas.remove(make_line(pair, text="New"), by=pair.learner, now=NOW)
    assert not AgendaItem.objects.filter(pk=old.pk).exists()
    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize(("make", "restore"), [(make_line, agendas.restore), (make_action, acting.restore)])
def test_a_removal_is_undone_for_a_day(make: Callable[..., Any], restore: Callable[..., Any]) -> None:
    pair = make_pair()
    restore(make(pair, removed_at=NOW - timedelta(hours=23)), by=pair.learner, now=NOW)
    with pytest.raises(NotPossible):
        restore(make(pair, removed_at=NOW - timedelta(hours=25)), by=pair.learner, now=NOW)
    assert pair.agenda.standing().count() + pair.actions.standing().count() == 1


def test_a_suggestion_that_was_taken_up_is_no_longer_its_authors_to_remove() -> None:
    pair = make_pair()
    seen = make_line(pair, status="suggested", author=pair.guide)
    agendas.accept(AgendaItem.objects.get(pk=seen.pk), by=pair.learner, now=NOW)
    with pytest.raises(NotPossible, match="taken up"):
        agendas.remove(seen, by=pair.guide, now=NOW)
    assert AgendaItem.objects.standing().filter(pk=seen.pk).exists()


def test_a_plan_is_not_accepted_after_the_end() -> None:
    pair = make_pair("coaching", status="ended_early", ended_on=TODAY)
    plan = make_plan(pair, accepted=False)
    make_line(pair, "plan")
    with pytest.raises(NotPossible, match="has ended"):
        plan.accept(plan.version, by=pair.learner, now=NOW)
