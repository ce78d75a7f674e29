"""Invented people for benchmarks: seeded and skewed, because real pools are. Nothing is read from anywhere.

A few skills and roles are wanted by nearly everybody (Zipf), most people sit low in a deep tree, offices are in
a few zones, and some name people whom they would rather not be paired with.
"""

from dataclasses import dataclass

import numpy as np

from pairing.people_input import Person, RoleHeld, Rules

SKILLS, ROLES, PROFESSIONS, GRADES = 120, 80, 14, 8
OFFICES = (  # country, minutes from UTC, language beside English, share of the people
    ("Germany", 60, "German", 0.30),
    ("United Kingdom", 0, "", 0.22),
    ("India", 330, "Hindi", 0.18),
    ("United States", -300, "Spanish", 0.16),
    ("Nigeria", 60, "Igbo", 0.06),
    ("Brazil", -180, "Portuguese", 0.05),
    ("Japan", 540, "Japanese", 0.03),
)


@dataclass(frozen=True)
class Crowd:
    """Learners, guides and the rules of one run."""

    learners: list[Person]
    guides: list[Person]
    rules: Rules


def _zipf(count: int, power: float) -> np.ndarray:
    weights = 1 / np.arange(1, count + 1) ** power
    shares: np.ndarray = weights / weights.sum()
    return shares


def _words(rng: np.random.Generator, name: str, shares: np.ndarray, count: int) -> frozenset[str]:
    chosen = rng.choice(len(shares), size=count, replace=False, p=shares)
    return frozenset(f"{name} {number}" for number in chosen)


def _tree(rng: np.random.Generator, count: int) -> list[int | None]:
    """The manager's number per person: everybody reports to somebody before them, spans of about eight."""
    managers: list[int | None] = [None]
    for number in range(1, count):
        span = max(1, number // 8)
        managers.append(int(rng.integers(max(0, span - 3), span + 1)) if number > 1 else 0)
    return managers


def _person(rng: np.random.Generator, number: int, manager: int | None, grade: int) -> Person:
    skills, roles = _zipf(SKILLS, 1.1), _zipf(ROLES, 0.9)
    country, offset, language, _share = OFFICES[rng.choice(len(OFFICES), p=[office[3] for office in OFFICES])]
    years = np.sort(rng.integers(1995, 2026, size=grade // 2 + 2))
    titles = sorted(_words(rng, "Role", roles, len(years) - 1))
    return Person(
        id=number,
        name=f"Person {number}",
        manager_id=manager,
        roles_held=tuple(
            RoleHeld(title, int(years[at]), int(years[at + 1])) for at, title in enumerate(rng.permutation(titles))
        ),
        aspired_role=f"Role {rng.choice(ROLES, p=roles)}",
        skills_offered=_words(rng, "Skill", skills, int(rng.integers(3, 10))),
        skills_wanted=_words(rng, "Skill", skills, int(rng.integers(1, 6))),
        profession=f"Profession {rng.choice(PROFESSIONS, p=_zipf(PROFESSIONS, 0.8))}",
        grade_rank=grade,
        utc_offset_minutes=offset,
        languages=frozenset({"English", language} - {""}) if rng.random() < 0.9 else frozenset({language or "English"}),
        department=f"Department {number % 25}",
        country=country,
        wishes_not=frozenset(int(other) for other in rng.integers(0, number + 1, size=2))
        if rng.random() < 0.05
        else frozenset(),
    )


def make_crowd(learners: int, guides: int, seed: int = 1) -> Crowd:
    """As many learners and guides out of one organization; guides sit higher in it. The same seed, the same people."""
    rng = np.random.default_rng(seed)
    count = learners + guides
    managers = _tree(rng, count)
    # The upper part of the tree has the higher grades, with some disorder, as everywhere.
    height = np.argsort(np.arange(count) + rng.normal(0, count / 6, count)).argsort()
    grades = GRADES - 1 - (height * GRADES // count)
    people = [_person(rng, number, managers[number], int(grades[number])) for number in range(count)]
    by_height = sorted(people, key=lambda person: (-(person.grade_rank or 0), person.id))
    chosen = rng.permutation(min(count, guides * 2))[:guides]
    guiding = {int(place) for place in chosen}
    rules = Rules(manager_of=dict(enumerate(managers)))
    return Crowd(
        [person for place, person in enumerate(by_height) if place not in guiding],
        [person for place, person in enumerate(by_height) if place in guiding],
        rules,
    )


def uniform_scores(learners: int, guides: int, seed: int = 1) -> np.ndarray:
    """Every pair is worth something between 1 and 100: no structure, many ties."""
    scores: np.ndarray = np.random.default_rng(seed).integers(1, 101, size=(learners, guides)).astype(np.int16)
    return scores
