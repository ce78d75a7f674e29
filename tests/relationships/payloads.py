"""Valid data for the routes of the agenda, of actions and of sessions."""

from __future__ import annotations

from typing import Any

from relationships.models import Session
from tests.doors.payloads import WORD, finds, posts
from tests.doors.world import World
from tests.relationships import api_payloads as api_payloads
from tests.relationships import pair_payloads as pair_payloads

Values = dict[str, Any]


@posts("relationships:agenda_add")
@posts("relationships:agenda_suggest")
def a_line(world: World, label: str) -> Values:
    return {"text": WORD}


@posts("relationships:sessions_confirm")
def what_stood_there(world: World, label: str) -> Values:
    held = Session.objects.get(pk=world.things[label]["held"])
    return {"session": [f"{held.pk} {held.stamp}"]}


@posts("relationships:agenda_edit")
def another_line(world: World, label: str) -> Values:
    return {"text": WORD, "version": 1}


@posts("relationships:agenda_first_line")
def first_line(world: World, label: str) -> Values:
    return {"text": WORD}


@posts("relationships:plan_accept")
def the_plan_as_read(world: World, label: str) -> Values:
    return {"version": 1}


@posts("relationships:agenda_lock")
@posts("relationships:agenda_up")
@posts("relationships:agenda_down")
@posts("relationships:agenda_delete")
@posts("relationships:agenda_restore")
@posts("relationships:agenda_accept")
@posts("relationships:agenda_later")
@posts("relationships:agenda_no")
@posts("relationships:agenda_done")
@posts("relationships:action_tick")
@posts("relationships:action_untick")
@posts("relationships:action_delete")
@posts("relationships:action_restore")
@posts("relationships:session_call_off")
@posts("relationships:session_confirm")
@posts("relationships:session_plan_next")
@posts("relationships:agenda_first_talk")
def nothing(world: World, label: str) -> Values:
    return {}


@finds("relationships:agenda_first_talk")
def pair_without_lines(world: World, label: str) -> Values:
    return {"pair": world.things[label]["ready_pair"]}


@posts("relationships:action_add")
def an_action(world: World, label: str) -> Values:
    return {"text": WORD, "owner": str(world.pairs[label].learner_id)}


@posts("relationships:action_edit")
def another_action(world: World, label: str) -> Values:
    return {**an_action(world, label), "version": 1}


@posts("relationships:session_plan")
def a_session(world: World, label: str) -> Values:
    return {"wall": "2026-12-01T15:00", "minutes": "60", "form": "video"}


@posts("relationships:session_change")
def another_time(world: World, label: str) -> Values:
    return {**a_session(world, label), "revision": "0"}


@posts("relationships:session_log")
def a_log(world: World, label: str) -> Values:
    return {"day": "2026-11-12", "minutes": "45", "form": "video", "action-text": WORD}


@posts("relationships:session_log_unplanned")
def an_unplanned_log(world: World, label: str) -> Values:
    return {"day": "2026-11-03", "minutes": "45", "form": "video"}


@posts("relationships:session_missed")
def why(world: World, label: str) -> Values:
    return {"why": "could_not"}


@finds("relationships:agenda_up")
def the_line_below(world: World, label: str) -> Values:
    return _thing(world, label, item="second")


@finds("relationships:agenda_restore")
def a_removed_line(world: World, label: str) -> Values:
    return _thing(world, label, item="removed")


@finds("relationships:agenda_accept")
@finds("relationships:agenda_later")
@finds("relationships:agenda_no")
def a_suggestion(world: World, label: str) -> Values:
    return _thing(world, label, item="suggested")


@finds("relationships:action_untick")
def a_done_action(world: World, label: str) -> Values:
    return _thing(world, label, action="done_action")


@finds("relationships:action_restore")
def a_removed_action(world: World, label: str) -> Values:
    return _thing(world, label, action="removed_action")


@finds("relationships:session_log")
@finds("relationships:session_missed")
def a_session_that_lies_behind(world: World, label: str) -> Values:
    return _session(world, label, "behind")


@finds("relationships:session_logged")
@finds("relationships:session_confirm")
@finds("relationships:session_plan_next")
def a_session_that_was_held(world: World, label: str) -> Values:
    return _session(world, label, "held")


@finds("relationships:session")
def a_session_that_did_not_take_place(world: World, label: str) -> Values:
    return _session(world, label, "missed")


def _thing(world: World, label: str, **names: str) -> Values:
    things = world.things[label]
    return {"pair": world.pairs[label].pk, **{name: things[value] for name, value in names.items()}}


def _session(world: World, label: str, name: str) -> Values:
    return {"session": world.things[label][name]}
