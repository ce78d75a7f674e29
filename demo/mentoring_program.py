"""The mentoring program: who takes part, and which way each pair goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

from demo.diary import Diary, Scene
from demo.life import draw_young
from demo.mentoring import SAID_YES, Mentoring
from demo.mentoring_words import GAINS, OFFERS, PATHS, SUPPLY, VOICE, Path
from demo.organization import Organization, leads
from demo.taking_part import Round, key_of, set_up
from people.models import User
from programs import applying, inviting
from programs.kinds import Kind
from relationships.models import Relationship

NAME = "Mentoring across sites"
PURPOSE = (
    "Find somebody who has been there: at another site, in another trade, a few steps ahead. You bring the questions, "
    "and you two decide how long it lasts."
)
MENTORS = {
    "leo.brandt": 2, "priya.nair": 1, "marta.sousa": 2, "samisoni.vakatawa": 2, "henrik.lund": 2, "yuki.tanaka": 2,
    "grace.kim": 2, "diego.ramos": 2, "paulo.neves": 2, "anke.roth": 1, "litia.vosa": 2, "ingrid.dahl": 1,
}  # fmt: skip
PATH_OF: dict[str, Path] = {"amara.okafor": SUPPLY, "ines.ferro": VOICE}
# Whose people share a line with the mentor who will leave.
ENGINEERING = ("Sensor engineering", "Software", "Product")
NAMED = ("amara.okafor", "jo.reyes", "ines.ferro")

Way = Callable[[Mentoring], Scene]


def scene(diary: Diary, org: Organization) -> Scene:
    """Set up, applied for, paired three times."""
    yield diary.at(-72, 10)
    it = set_up(diary, org, NAME, Kind.MENTORING.value, PURPOSE)
    mentors, first, late, new, waiting = _people(org)
    _apply(it, mentors, first, late, new, waiting)
    inviting.invite(it.program, [org["kim.sato"], *waiting], "learner", by=it.admin, now=diary.now)
    yield diary.at(-59, 10)
    others, by_name = _first_ways()
    leaver, left = key_of(mentors[0]), key_of(next(person for person in first if person.department not in ENGINEERING))
    by_hand = {"amara.okafor": "leo.brandt", "jo.reyes": "leo.brandt", "ines.ferro": "marta.sousa", left: leaver}
    _send_on_their_way(it, it.pair(by_hand), (others, {**by_name, left: Mentoring.mentor_leaves}))
    yield diary.at(-31, 10)
    _send_on_their_way(it, it.pair({}), (_late_ways(), {}))
    yield diary.at(-9, 10)
    _send_on_their_way(it, it.pair({}), (_new_ways(), {}))


def _people(org: Organization) -> tuple[list[User], ...]:
    """Mentors beside the named ones, and who applies at the beginning, later, lately, and just now."""
    others = ("kim.sato", "maya.lindqvist", "dana.wolff", "tom.ellis", "kai.berg", "mina.farouk")
    busy = [org[key] for key in (*MENTORS, *NAMED, *others)]
    seniors = org.pick(3, lambda person: person.title.startswith("Senior"), but=busy)
    chosen = org.pick(29, lambda person: not leads(person), but=[*busy, *seniors, org["sam.whitlock"]])
    rest = chosen[3::5]
    first = [person for person in chosen if person not in rest]
    return seniors, first[:15], first[15:19], rest[:3] + first[19:20], [*rest[3:], *first[20:]]


def _apply(
    it: Round, mentors: list[User], first: list[User], late: list[User], new: list[User], waiting: list[User]
) -> None:
    org, add = it.org, it.diary.add
    places = {**{org[key]: count for key, count in MENTORS.items()}, **dict.fromkeys(mentors, 1)}
    learners = [*(org[key] for key in NAMED), *first]
    org.tell_of_themselves([*places, *learners, *late, *new], now=it.diary.now)
    for number, (person, count) in enumerate(places.items()):
        words = {"offers": OFFERS[number % len(OFFERS)], "gains": GAINS[number % len(GAINS)]}
        add(it.apply(person, "guide", -71 + number % 8, accept=1, places=count, **words))
    for number, person in enumerate(learners):
        add(it.apply(person, "learner", -69 + number % 8, accept=1, **_answers(person)))
    for number, person in enumerate(late):
        add(it.apply(person, "learner", -37 + number, accept=2, **_answers(person)))
    for number, person in enumerate(new):
        add(it.apply(person, "learner", -16 + number, accept=2, **_answers(person)))
    for number, person in enumerate(waiting):
        add(it.apply(person, "learner", -4 + number % 3, **_answers(person)))
    add(_waiting_list(it, waiting[:2]))


def _answers(person: User) -> dict[str, Any]:
    path = _path_of(person)
    return {"wants": path.wants, "how": path.how, "aspired_role": path.aspired_role}


def _waiting_list(it: Round, people: list[User]) -> Scene:
    yield it.diary.at(-1, 7)
    for person in people:
        applying.waitlist(it.enrolled(key_of(person), "learner"), by=it.admin, now=it.diary.now)


def _path_of(person: User) -> Path:
    return PATH_OF.get(key_of(person)) or PATHS[int(str(person.employee_id)[1:]) % (len(PATHS) - 1)]


def _send_on_their_way(it: Round, pairs: list[Relationship], ways: tuple[Iterator[Way], dict[str, Way]]) -> None:
    """Named people go their own way; the others take the next one, in the order of their employee ids."""
    others, by_name = ways
    for pair in sorted(pairs, key=lambda found: str(found.learner.employee_id)):
        way = by_name.get(key_of(pair.learner))
        number = int(str(pair.learner.employee_id)[1:]) % 19
        it.diary.add((way or next(others))(Mentoring(it, pair, number, _path_of(pair.learner))))


def _first_ways() -> tuple[Iterator[Way], dict[str, Way]]:
    named: dict[str, Way] = {
        "amara.okafor": Mentoring.talk_tomorrow,
        "jo.reyes": Mentoring.takes_part_openly,
        "ines.ferro": Mentoring.under_way,
    }
    others: tuple[Way, ...] = (
        _as_drawn, Mentoring.check_in_open, Mentoring.quiet, Mentoring.wants_help, Mentoring.resting,
        Mentoring.without_aims, Mentoring.looking_afresh, Mentoring.closed, _as_drawn, Mentoring.ended,
        lambda duo: duo.say_no(-57), Mentoring.check_in_open,
    )  # fmt: skip
    return chain(others, repeat(_as_drawn)), named


def _late_ways() -> Iterator[Way]:
    others: tuple[Way, ...] = (Mentoring.agreement_waits, Mentoring.nothing_planned, lambda duo: duo.stay_silent(-29))
    return chain(others, repeat(Mentoring.agreement_waits))


def _new_ways() -> Iterator[Way]:
    others: tuple[Way, ...] = (Mentoring.just_agreed, lambda duo: duo.stay_silent(-7))
    return chain(others, repeat(_nobody_answers))


def _as_drawn(duo: Mentoring) -> Scene:
    """Whoever has no part in the story goes as pairs of a full organization do."""
    return duo.live(draw_young(duo.diary.chance, SAID_YES - 1, has_end=False))


def _nobody_answers(duo: Mentoring) -> Scene:
    """Proposed, and neither has answered yet."""
    yield duo.diary.end
