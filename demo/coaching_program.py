"""The coaching program: who takes part, and which way each pair goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

from demo.coaching import SAID_YES, Coaching
from demo.coaching_words import DELIVERIES, MEETINGS, THEMES, Theme
from demo.diary import Diary, Scene
from demo.life import draw_young
from demo.organization import Organization, leads
from demo.taking_part import Round, key_of, set_up
from people.models import User
from programs import applying
from programs.kinds import Kind
from relationships.models import Relationship

NAME = "Coaching for new leads"
PURPOSE = (
    "For people who lead for the first time, or who face something new. One goal that matters, six sessions, and a "
    "coach from another part of the house."
)
COACHES = {"dana.wolff": 6, "farah.aziz": 4, "owen.price": 4, "sofia.reis": 4, "victor.osei": 3}
DANAS = ("tom.ellis", "ines.ferro", "mina.farouk")
THEME_OF: dict[str, Theme] = {"tom.ellis": DELIVERIES, "ines.ferro": MEETINGS}
KINDNESS = "Fifteen years of listening, a training as a coach, and a quiet room."

Way = Callable[[Coaching], Scene]


def scene(diary: Diary, org: Organization) -> Scene:
    """Set up, applied for, paired three times."""
    yield diary.at(-72, 9)
    it = set_up(diary, org, NAME, Kind.COACHING.value, PURPOSE, places=4)
    first, late, new, waiting = _learners(org)
    _apply(it, first, late, new, waiting)
    yield diary.at(-59, 9)
    with_dana = dict.fromkeys((*DANAS, key_of(first[0]), key_of(first[1])), "dana.wolff")
    _send_on_their_way(it, it.pair(with_dana), _first_ways(org))
    yield diary.at(-31, 9)
    _send_on_their_way(it, it.pair({"kai.berg": "dana.wolff"}), _late_ways())
    yield diary.at(-9, 9)
    _send_on_their_way(it, it.pair({}), _new_ways())


def _learners(org: Organization) -> tuple[list[User], ...]:
    """Who applies at the beginning, later, lately, and just now."""
    named = [org[key] for key in (*DANAS, "kai.berg", "jo.reyes", "amara.okafor", "kim.sato", "noor.haddad")]
    staff = [org[key] for key in ("maya.lindqvist", "dana.wolff", "sam.whitlock")]
    chosen = org.pick(24, _may_be_coached, but=[*named, *staff])
    return chosen[:14], chosen[14:17], chosen[17:20], chosen[20:]


def _may_be_coached(person: User) -> bool:
    return not leads(person) and person.department != "Learning" and not person.title.startswith("Senior")


def _apply(it: Round, first: list[User], late: list[User], new: list[User], waiting: list[User]) -> None:
    org, add = it.org, it.diary.add
    coaches = [org[key] for key in COACHES]
    named = [org[key] for key in DANAS]
    org.tell_of_themselves([*coaches, *named, org["kai.berg"], *first, *late, *new], now=it.diary.now)
    for number, key in enumerate(COACHES):
        add(it.apply(org[key], "guide", -71 + number, accept=1, offers=KINDNESS, places=COACHES[key]))
    for number, person in enumerate([*named, *first]):
        add(it.apply(person, "learner", -70 + number % 8, accept=2, **_answers(person, number)))
    for number, person in enumerate([org["kai.berg"], *late]):
        add(it.apply(person, "learner", -38 + number, accept=2, **_answers(person, number)))
    for number, person in enumerate(new):
        add(it.apply(person, "learner", -15 + number, accept=2, **_answers(person, number)))
    for number, person in enumerate(waiting):
        add(it.apply(person, "learner", -5 + number, **_answers(person, number)))
    if waiting:
        add(_put_on_the_list(it, waiting[0]))


def _answers(person: User, number: int) -> dict[str, Any]:
    theme = _theme_of(person, number)
    return {"wants": theme.wants, "how": theme.how}


def _put_on_the_list(it: Round, person: User) -> Scene:
    yield it.diary.at(-2, 14)
    applying.waitlist(it.enrolled(key_of(person), "learner"), by=it.admin, now=it.diary.now)


def _theme_of(person: User, number: int) -> Theme:
    return THEME_OF.get(key_of(person)) or THEMES[number % (len(THEMES) - 1)]


def _send_on_their_way(it: Round, pairs: list[Relationship], ways: tuple[dict[str, Way], Iterator[Way]]) -> None:
    """Named people go their own way; the others take the next one, in the order of their employee ids."""
    by_name, others = ways
    for pair in sorted(pairs, key=lambda found: str(found.learner.employee_id)):
        number = int(str(pair.learner.employee_id)[1:])
        way = by_name.get(key_of(pair.learner)) or next(others)
        it.diary.add(way(Coaching(it, pair, number % 23, _theme_of(pair.learner, number))))


def _first_ways(org: Organization) -> tuple[dict[str, Way], Iterator[Way]]:
    named: dict[str, Way] = {
        "tom.ellis": lambda duo: duo.value_is_due(sponsor=org["ruth.adeyemi"]),
        "ines.ferro": Coaching.behind,
        "mina.farouk": lambda duo: duo.on_track(sponsor=org["karl.jensen"]),
    }
    others: tuple[Way, ...] = (
        Coaching.to_confirm, _as_drawn, Coaching.closed, Coaching.paused, lambda duo: duo.say_no(-57),
        Coaching.target_waits, Coaching.ended_early, Coaching.nearly_over, Coaching.not_confirmed,
        _as_drawn, Coaching.closing, Coaching.new_end_waits, _as_drawn,
        lambda duo: duo.stay_silent(-56),
    )  # fmt: skip
    return named, chain(others, repeat(_as_drawn))


def _late_ways() -> tuple[dict[str, Way], Iterator[Way]]:
    others: tuple[Way, ...] = (Coaching.plan_waits, Coaching.nothing_planned, Coaching.plan_waits)
    return {"kai.berg": Coaching.signature_missing}, chain(others, repeat(Coaching.plan_waits))


def _new_ways() -> tuple[dict[str, Way], Iterator[Way]]:
    """Proposed now: one half has said yes, or nobody has."""
    return {}, chain([lambda duo: duo.stay_silent(-7)], repeat(_nobody_answers))


def _as_drawn(duo: Coaching) -> Scene:
    """Whoever has no part in the story goes as pairs of a full organization do."""
    return duo.live(draw_young(duo.diary.chance, SAID_YES - 1, has_end=True))


def _nobody_answers(duo: Coaching) -> Scene:
    """Proposed, and neither has answered yet."""
    yield duo.diary.end
