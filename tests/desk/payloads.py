"""What the desk's doors are posted."""

from datetime import timedelta
from typing import Any

from tests import make
from tests.desk import api_payloads as api_payloads
from tests.doors.payloads import WORD, finds, posts
from tests.doors.world import World


@finds("desk:withdraw_proposal")
def proposed(world: World, label: str) -> dict[str, Any]:
    return {"pair": world.things[label]["proposed"]}


@posts("desk:withdraw_proposal")
def withdraw(world: World, label: str) -> dict[str, Any]:
    return {}


@finds("desk:end_for_leaver")
def left(world: World, label: str) -> dict[str, Any]:
    return {"pair": world.things[label]["left"]}


@posts("desk:end_for_leaver")
def end_it(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("desk:seen")
def what_was_there(world: World, label: str) -> dict[str, Any]:
    return {"until": make.NOW.isoformat()}


@finds("desk:set_aside")
def of_the_inbox(world: World, label: str) -> dict[str, Any]:
    return {"cause": "leaver", "thing": world.things[label]["left"]}


@posts("desk:set_aside")
def until_a_day(world: World, label: str) -> dict[str, Any]:
    return {"until": "2026-12-24"}


@finds("desk:take_back")
def out_of_sight(world: World, label: str) -> dict[str, Any]:
    return {"cause": "quiet", "thing": world.things[label]["relationship"]}


@posts("desk:take_back")
def shown_again(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("desk:test_mail", writes=False)
def to_oneself(world: World, label: str) -> dict[str, Any]:
    return {}


@finds("desk:facts_wake")
def at_rest(world: World, label: str) -> dict[str, Any]:
    return {"pair": world.things[label]["resting"]}


@finds("desk:facts_learner_address")
@finds("desk:facts_guide_address")
@finds("desk:facts_remind")
def with_nothing_planned_and_never_here(world: World, label: str) -> dict[str, Any]:
    return {"pair": world.things[label]["quiet"]}


@posts("desk:facts_end_date")
def another_day(world: World, label: str) -> dict[str, Any]:
    return {"reason": WORD, "ends_on": str(make.TODAY + timedelta(days=300))}


@posts("desk:facts_learner_address")
@posts("desk:facts_guide_address")
def another_address(world: World, label: str) -> dict[str, Any]:
    return {"reason": WORD, "email": "new.address@example.org"}


@posts("desk:facts_rest")
@posts("desk:facts_end")
def as_it_was_seen(world: World, label: str) -> dict[str, Any]:
    return {"reason": WORD, "seen": "active"}


@posts("desk:facts_wake")
def resting(world: World, label: str) -> dict[str, Any]:
    return {"reason": WORD, "seen": world.pairs[label].rules_of_kind.RESTING}


@posts("desk:facts_hand_over")
def to_somebody_else(world: World, label: str) -> dict[str, Any]:
    return {"reason": WORD, "seen": "active", "guide": str(world.things[label]["free"])}


@posts("desk:facts_remind")
def because(world: World, label: str) -> dict[str, Any]:
    return {"reason": WORD}


@posts("desk:together", writes=False)
@posts("desk:begin")
def accepted(world: World, label: str) -> dict[str, Any]:
    return {"act": "accept", "only": [str(world.things[label]["applied"])]}


@finds("desk:batch_undo")
def done(world: World, label: str) -> dict[str, Any]:
    return {"batch": world.things[label]["done_batch"]}


@posts("desk:batch_stop")
@posts("desk:batch_undo")
def as_it_is(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("desk:privacy_read", writes=False)
def read_privacy(world: World, label: str) -> dict[str, Any]:
    """Everyone of the world has read it already: without that, no page would open."""
    return {"text": world.things["mentoring"]["privacy_text"], "next": "/help/"}


@posts("desk:privacy_write")
def write_privacy(world: World, label: str) -> dict[str, Any]:
    return {"purpose": "To help more.", "contacts": "Dora", "publish": "1"}


@posts("desk:own_copy", writes=False)
def own_copy(world: World, label: str) -> dict[str, Any]:
    """Leaves nothing but a row in the audit."""
    return {"form": "html"}


@finds("desk:own_group", "private")
def own_private(world: World, label: str) -> dict[str, Any]:
    return {"group": "private"}


@finds("desk:own_group", "part")
def own_part(world: World, label: str) -> dict[str, Any]:
    return {"group": "part"}


@posts("desk:ask_for_deletion", writes=False)
def ask_for_deletion(world: World, label: str) -> dict[str, Any]:
    """One of them has asked already, and asking twice is asking once."""
    return {}


@finds("desk:erase")
def to_erase(world: World, label: str) -> dict[str, Any]:
    return {"person": world.people[label]["learner"].pk}


@posts("desk:erase")
def erase(world: World, label: str) -> dict[str, Any]:
    """The first of the two steps; the second waits for a week."""
    return {"note": "1"}


@posts("desk:setup_organization")
def organization(world: World, label: str) -> dict[str, Any]:
    return {"name": "Tidewater", "time_zone": "Europe/Berlin", "given_name": "Olga", "family_name": "Orgadmin"}


@posts("desk:setup_mail")
def ones_own_address(world: World, label: str) -> dict[str, Any]:
    return {"email": "olga.elsewhere@example.org"}


@posts("desk:setup_program", writes=False)
def first_program(world: World, label: str) -> dict[str, Any]:
    """In a world with programs it leads to where every other one is made."""
    return {"name": "First", "template": "mentoring-direction"}
