"""The strip on a program's page says how far it has come, and the act on top is the next one (screens, screen 4)."""

from __future__ import annotations

import re

import pytest

from people.models import User
from programs.models import Program
from programs.standing import STEPS, Pairs, states
from tests.make import make_enrollment, make_pair, make_person, make_program
from tests.pages import page_of

SOME = Pairs(under_way=3, alone=2)


@pytest.mark.parametrize(
    ("is_set_up", "accepted", "pairs", "now"),
    [
        (False, 0, Pairs(), "set_up"),
        (True, 0, Pairs(), "invite"),
        (True, 4, Pairs(alone=2), "pair"),
        (True, 4, SOME, "under_way"),
        (False, 4, SOME, "under_way"),
    ],
)
def test_one_step_is_the_present_one_and_those_before_it_are_done(
    is_set_up: bool, accepted: int, pairs: Pairs, now: str
) -> None:
    found = states(is_set_up=is_set_up, accepted=accepted, pairs=pairs)
    at = STEPS.index(now)
    assert [found[step] for step in STEPS] == ["done"] * at + ["now"] + [""] * (3 - at)


def shown(admin: User, program: Program) -> tuple[str, str]:
    """The step that is now, and the act on top."""
    page = page_of(admin, f"/programs/{program.pk}/")
    step = re.findall(r'aria-current="step"><span>([\w ]+?) *<', page)
    act = re.findall(r'data-kind="primary" href="[^"]+">([^<]+)<', page)
    return step[0], act[0]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_a_program_goes_from_pairing_to_its_pairs_and_back_for_who_is_alone(kind: str) -> None:
    admin = make_person("Maya")
    program = make_program(kind, admin=admin)
    assert shown(admin, program) == ("Invite", "Invite people")
    guide, learner = make_person("Leo"), make_person("Amara")
    make_enrollment(program, guide, "guide")
    make_enrollment(program, learner, "learner")
    assert shown(admin, program) == ("Pair", "Start a pairing")
    make_pair(kind, program=program, guide=guide, learner=learner)
    assert shown(admin, program) == ("Under way", "Look at the pairs")
    assert "(1 pair)" in page_of(admin, f"/programs/{program.pk}/")
    make_enrollment(program, make_person("Jo"), "learner")
    assert shown(admin, program) == ("Under way", "Start a pairing")
