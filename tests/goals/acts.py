"""A call of every verb of goals and aims (tests/audit/acts.py)."""

from datetime import date
from decimal import Decimal
from typing import Any

from goals.proposing import Terms
from tests.audit.acts import Acts, act
from tests.doors.payloads import WORD
from tests.make import NOW, TODAY, make_aim, make_goal, make_value

DUE = date(2027, 3, 1)
TERMS = Terms(WORD, Decimal(8), DUE, unit=WORD, direction="down", source=WORD)
NOTE: dict[str, Any] = {"source": "system", "note": WORD}

COACHING: Acts = {
    "goal.propose": lambda pair: act(
        pair.guide, pair, TERMS, first=Decimal(22), first_on=TODAY, inside=("metric.enter_value",)
    ),
    "goal.edit": lambda pair: act(pair.guide, make_goal(pair, first=None), TERMS, 1, inside=("metric.change_target",)),
    "goal.accept": lambda pair: act(pair.learner, make_goal(pair, state="proposed"), version=1),
    "goal.write_own_words": lambda pair: act(pair.learner, make_goal(pair), WORD),
    "goal.claim_reached": lambda pair: act(pair.learner, make_goal(pair)),
    "goal.confirm_reached": lambda pair: act(pair.guide, make_goal(pair, claimed_by=pair.learner, claimed_at=NOW)),
    "goal.not_yet_reached": lambda pair: act(pair.guide, make_goal(pair, claimed_by=pair.learner, claimed_at=NOW)),
    "goal.release": lambda pair: act(pair.learner, make_goal(pair)),
    "goal.keep_to_ourselves": lambda pair: act(pair.learner, make_goal(pair, released_at=NOW)),
    "goal.drop": lambda pair: act(pair.guide, make_goal(pair)),
    "metric.waive_first_value": lambda pair: act(pair.learner, make_goal(pair, first=None).metric, WORD),
    "metric.change_target": lambda pair: act(pair.guide, make_goal(pair).metric, Decimal(5), DUE),
    "metric.enter_value": lambda pair: act(pair.learner, make_goal(pair).metric, Decimal(9), TODAY, **NOTE),
    "measurement.correct": lambda pair: act(pair.learner, make_value(make_goal(pair), 17, TODAY), Decimal(9), **NOTE),
    "review.hold": lambda pair: act(pair.guide, pair, what_helped=WORD, what_next=WORD),
}

MENTORING: Acts = {
    "aim.write": lambda pair: act(pair.guide, pair, WORD, horizons=["career"], how=[WORD]),
    "aim.suggest_change": lambda pair: act(pair.guide, make_aim(pair), 1, WORD, horizons=["life"], how=[WORD]),
    "aim.agree": lambda pair: act(pair.guide, make_aim(pair, agreed=False), 1),
    "aim.let_go": lambda pair: act(pair.learner, make_aim(pair)),
    "look_back.answer": lambda pair: act(pair.learner, pair, "change", work=WORD, content=WORD, nobody=True),
}
