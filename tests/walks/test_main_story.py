"""The main job from end to end, through the pages alone: no request behind them, no row made but the first admin."""

from __future__ import annotations

import pytest

from tests.walks import agreeing, beginning, ending, working
from tests.walks.hands import Keyboard
from tests.walks.walking import Walk

pytestmark = pytest.mark.browser


WAYS = {"with-javascript": {}, "without-javascript": {"javascript": False}, "by-keyboard": {"hand": Keyboard()}}


@pytest.mark.parametrize("walk", WAYS.values(), indirect=True, ids=WAYS)
def test_an_organization_runs_coaching_and_mentoring_for_real(walk: Walk) -> None:
    """import → program → invite → apply → pair → publish → yes → agreement → agenda → session → value → check-in →
    reminder → call for help → dashboard → ending."""
    beginning.let_in_the_first_admin(walk)
    beginning.import_people(walk)
    beginning.set_up_programs(walk)
    beginning.invite(walk)
    beginning.apply(walk)
    beginning.accept(walk)
    agreeing.pair_and_publish(walk)
    agreeing.say_yes(walk)
    agreeing.agree_in_mentoring(walk)
    agreeing.agree_in_coaching(walk)
    working.start_the_coaching(walk)
    working.release_the_goal(walk)
    working.plan(walk)
    working.hear_of_tomorrow(walk)
    working.log_from_the_mail(walk)
    working.enter_a_value(walk)
    ending.check_in(walk)
    ending.ask_for_help(walk)
    ending.see_how_it_goes(walk)
    ending.look_at_my_team(walk)
    ending.end(walk)
