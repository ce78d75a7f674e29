"""What goes into a run, as it is kept: people, places, rules and what was decided by hand. No database, no clock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pairing.people_input import Pair, Person, RoleHeld, Rules

EMPTY: tuple[object, ...] = ("", (), frozenset())
SETS = ("skills_offered", "skills_wanted", "languages", "wishes_not")


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """One run's input. People are known by their id as text.

    `enrollments`: for each side person id → enrollment id. `places`: a guide's free places. `pins`: pairs kept by hand.
    """

    learners: tuple[Person, ...]
    guides: tuple[Person, ...]
    places: tuple[int, ...]
    rules: Rules
    learner_enrollments: Mapping[str, str] = field(default_factory=dict)
    guide_enrollments: Mapping[str, str] = field(default_factory=dict)
    pins: tuple[Pair, ...] = ()


def as_text(frozen: Frozen) -> str:
    """The input as text, to be sealed."""
    rules = frozen.rules
    pairs = {name: sorted(getattr(rules, name)) for name in ("earlier_pairs", "existing_pairs", "ruled_out")}
    packed = {
        "learners": [_packed(person) for person in frozen.learners],
        "guides": [_packed(person) for person in frozen.guides],
        "places": frozen.places,
        "rules": {"manager_of": dict(rules.manager_of), "weights": rules.weights, **pairs},
        "learner_enrollments": dict(frozen.learner_enrollments),
        "guide_enrollments": dict(frozen.guide_enrollments),
        "pins": frozen.pins,
    }
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Frozen:
    """The input that was kept."""
    packed = json.loads(text)
    rules = packed["rules"]
    pairs = {name: frozenset(_pairs(rules[name])) for name in ("earlier_pairs", "existing_pairs", "ruled_out")}
    return Frozen(
        learners=tuple(_person(one) for one in packed["learners"]),
        guides=tuple(_person(one) for one in packed["guides"]),
        places=tuple(packed["places"]),
        rules=Rules(manager_of=rules["manager_of"], weights=rules["weights"], **pairs),
        learner_enrollments=packed["learner_enrollments"],
        guide_enrollments=packed["guide_enrollments"],
        pins=tuple(_pairs(packed["pins"])),
    )


def _pairs(found: list[list[str]]) -> list[Pair]:
    return [(learner, guide) for learner, guide in found]


def _packed(person: Person) -> dict[str, Any]:
    """What is known of a person; what is not is left out, to keep the text short."""
    known = {name: value for name, value in asdict(person).items() if value is not None and value not in EMPTY}
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in known.items()}


def _person(packed: dict[str, Any]) -> Person:
    roles = tuple(RoleHeld(*role) for role in packed.get("roles_held", ()))
    sets = {name: frozenset(packed.get(name, ())) for name in SETS}
    return Person(**{**packed, **sets, "roles_held": roles})
