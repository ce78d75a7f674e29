"""What a pair is worth, what forbids it, and the sentences for both."""

import json
from dataclasses import fields, replace
from itertools import product

import numpy as np
import pytest
from django.utils import translation

from pairing.criteria import CRITERIA, overlap_minutes
from pairing.hard_rules import HARD_RULES
from pairing.people_input import Person, Pool, RoleHeld, Rules
from pairing.scoring import reasons_for, score_matrix, sentence_of, weights_of
from pairing.solver import solve

AMARA = Person(id="amara", name="Amara")
LEO = Person(id="leo", name="Leo")


def percent(name: str, learner: Person, *guides: Person) -> list[int]:
    criterion = next(one for one in CRITERIA if one.name == name)
    return criterion.percent(Pool([learner], list(guides), Rules()), slice(0, 1))[0].tolist()  # type: ignore[no-any-return]


def said(name: str, learner: Person, guide: Person) -> str | None:
    """The sentence of one criterion with its mark, or None."""
    for reason in reasons_for(learner, guide):
        if reason.criterion == name:
            return ("✓ " if reason.good else "– ") + sentence_of(reason)
    return None


def score(learner: Person, guide: Person, rules: Rules | None = None) -> int:
    return int(score_matrix([learner], [guide], rules or Rules())[0, 0])


# Role


AIMS = replace(AMARA, aspired_role="Head of Supply")


@pytest.mark.parametrize(
    ("held", "points", "sentence"),
    [
        (
            (RoleHeld("head of  supply", 2016, 2021),),
            100,
            "✓ Leo held the role Amara aims for (head of  supply, 2016–2021)",
        ),
        (
            (RoleHeld("Head of Supply", 2016, None),),
            100,
            "✓ Leo holds the role Amara aims for (Head of Supply, since 2016)",
        ),
        ((RoleHeld("Head of Supply"),), 100, "✓ Leo held the role Amara aims for (Head of Supply)"),
        ((RoleHeld("Head of Sales", 2016, 2021),), 0, "– Has not held the role Amara aims for"),
        ((), 0, "– Has not held the role Amara aims for"),
    ],
)
def test_a_guide_who_held_the_aspired_role_fits(held: tuple[RoleHeld, ...], points: int, sentence: str) -> None:
    guide = replace(LEO, roles_held=held)
    assert percent("role", AIMS, guide) == [points]
    assert said("role", AIMS, guide) == sentence


def test_the_latest_time_in_the_aspired_role_is_named() -> None:
    guide = replace(LEO, roles_held=(RoleHeld("Head of Supply", 2001, 2003), RoleHeld("Head of Supply", 2016, 2021)))
    assert "2016–2021" in str(said("role", AIMS, guide))


def test_without_an_aspired_role_nothing_is_said_of_roles() -> None:
    guide = replace(LEO, roles_held=(RoleHeld("", 2001, 2003),))
    assert percent("role", AMARA, guide) == [0]
    assert said("role", AMARA, guide) is None


# Skills

WANTS = replace(AMARA, skills_wanted=frozenset({"Budgeting", "Negotiation", "Python", "Speaking"}))


@pytest.mark.parametrize(
    ("offered", "points", "sentence"),
    [
        ({"budgeting ", "Negotiation", "Speaking", "Chess"}, 75, "✓ Offers 3 of the 4 skills Amara wants"),
        ({"Budgeting", "Negotiation", "Python", "Speaking"}, 100, "✓ Offers all 4 skills Amara wants"),
        ({"Chess"}, 0, "– Offers none of the skills Amara wants"),
        (set(), 0, "– Offers none of the skills Amara wants"),
    ],
)
def test_skills_wanted_meet_skills_offered(offered: set[str], points: int, sentence: str) -> None:
    guide = replace(LEO, skills_offered=frozenset(offered))
    assert percent("skills", WANTS, guide) == [points]
    assert said("skills", WANTS, guide) == sentence


def test_a_single_skill_is_spoken_of_as_one() -> None:
    learner, guide = (
        replace(AMARA, skills_wanted=frozenset({"Chess"})),
        replace(LEO, skills_offered=frozenset({"chess"})),
    )
    assert said("skills", learner, guide) == "✓ Offers the skill Amara wants"
    assert percent("skills", learner, guide) == [100]
    assert said("skills", AMARA, guide) is None


# Profession, seniority


def test_the_same_profession_fits() -> None:
    learner = replace(AMARA, profession="Policy")
    same, other, unknown = replace(LEO, profession="policy"), replace(LEO, profession="Law"), LEO
    assert percent("profession", learner, same, other, unknown) == [100, 0, 0]
    assert percent("profession", AMARA, same, unknown) == [0, 0]
    assert said("profession", learner, same) == "✓ Same profession (policy)"
    assert said("profession", learner, other) == "– Another profession (Law)"
    assert said("profession", learner, unknown) is None


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        (-2, "– 2 grades below Amara"),
        (-1, "– 1 grade below Amara"),
        (0, "– On the same grade as Amara"),
        (1, "✓ 1 grade above Amara"),
        (3, "✓ 3 grades above Amara"),
        (5, "– 5 grades above Amara"),
    ],
)
def test_seniority_is_said_in_grades(gap: int, sentence: str) -> None:
    assert said("seniority", replace(AMARA, grade_rank=3), replace(LEO, grade_rank=3 + gap)) == sentence


def test_one_to_three_grades_above_fit_best() -> None:
    learner = replace(AMARA, grade_rank=3)
    guides = [replace(LEO, grade_rank=3 + gap) for gap in (-1, 0, 1, 2, 3, 4, 9)]
    below, same, one, two, three, four, far = percent("seniority", learner, *guides)
    assert below < far < same < four < one == two == three == 100
    assert percent("seniority", learner, LEO) == percent("seniority", AMARA, guides[0]) == [50]
    assert said("seniority", learner, LEO) is None


# Hours, languages, country


@pytest.mark.parametrize(
    ("here", "there", "points", "sentence"),
    [
        (0, 0, 100, "✓ Working hours overlap by 8 hours"),
        (60, -60, 75, "✓ Working hours overlap by 6 hours"),
        (0, 330, 31, "– Working hours overlap by 2 hours"),
        (0, 420, 12, "– Working hours overlap by 1 hour"),
        (0, 600, 0, "– Working hours do not overlap"),
        (13 * 60, -11 * 60, 100, "✓ Working hours overlap by 8 hours"),
    ],
)
def test_working_hours_overlap(here: int, there: int, points: int, sentence: str) -> None:
    learner, guide = replace(AMARA, utc_offset_minutes=here), replace(LEO, utc_offset_minutes=there)
    assert percent("hours", learner, guide) == [points]
    assert said("hours", learner, guide) == sentence
    assert overlap_minutes(here, there) == overlap_minutes(there, here)


def test_a_shared_language_fits() -> None:
    learner = replace(AMARA, languages=frozenset({"English", "Igbo"}))
    shared, none = (
        replace(LEO, languages=frozenset({"english", "German"})),
        replace(LEO, languages=frozenset({"German"})),
    )
    assert percent("languages", learner, shared, none, LEO) == [100, 0, 50]
    assert said("languages", learner, shared) == "✓ Languages in common: english"
    assert said("languages", learner, none) == "– No language in common"
    assert said("languages", learner, LEO) is None


def test_another_country_is_said_and_costs_nothing() -> None:
    here, there = replace(AMARA, country="Nigeria"), replace(LEO, country="Germany")
    assert said("country", here, there) == "– Works in another country"
    assert said("country", here, replace(LEO, country="nigeria")) is None
    assert score(here, there) == score(AMARA, LEO)


# The table

BEST_LEARNER = replace(
    WANTS, aspired_role="Head of Supply", profession="Policy", grade_rank=1, languages=frozenset({"English"})
)
BEST_GUIDE = replace(
    LEO,
    roles_held=(RoleHeld("Head of Supply", 2016, 2021),),
    skills_offered=WANTS.skills_wanted,
    profession="Policy",
    grade_rank=3,
    languages=frozenset({"English"}),
)


def test_scores_go_from_1_to_100() -> None:
    worst = replace(LEO, grade_rank=0, languages=frozenset({"German"}), utc_offset_minutes=720)
    assert score(BEST_LEARNER, BEST_GUIDE) == 100
    assert score(BEST_LEARNER, worst) == 1


def test_another_field_lowers_the_score_by_the_weight_of_the_profession() -> None:
    """S1-26."""
    lost = score(BEST_LEARNER, BEST_GUIDE) - score(BEST_LEARNER, replace(BEST_GUIDE, profession="Law"))
    assert lost == weights_of(Rules())["profession"]


def test_who_held_the_aspired_role_is_best_of_otherwise_equal_guides() -> None:
    """S2-29."""
    others = [replace(BEST_GUIDE, id=n, roles_held=()) for n in range(3)]
    scores = score_matrix([BEST_LEARNER], [*others, BEST_GUIDE], Rules())[0]
    assert scores.argmax() == 3
    assert (scores[:3] < scores[3]).all()


def test_a_table_in_blocks_equals_every_pair_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pairing.scoring.BLOCK_CELLS", 12)
    learners = [
        replace(
            AMARA, id=n, aspired_role=role, skills_wanted=frozenset(skills), utc_offset_minutes=60 * n, grade_rank=n
        )
        for n, (role, skills) in enumerate(product(("", "Head of Supply"), ((), ("a",), ("a", "b", "c"))))
    ]
    guides = [
        replace(LEO, id=f"g{n}", roles_held=held, skills_offered=frozenset(skills), grade_rank=n or None)
        for n, (held, skills) in enumerate(product(((), (RoleHeld("Head of Supply"),)), ((), ("b", "z"), ("a", "c"))))
    ]
    whole = score_matrix(learners, guides, Rules())
    assert whole.tolist() == [[score(learner, guide) for guide in guides] for learner in learners]
    assert len(set(whole.ravel().tolist())) > 10


def test_weights_can_be_set_and_always_add_up() -> None:
    assert sum(weights_of(Rules()).values()) == 99
    only_role = weights_of(Rules(weights={"role": 7}))
    assert only_role["role"] == 99
    assert sum(weights_of(Rules(weights={"role": 1, "skills": 1, "hours": 1, "languages": 4})).values()) == 99
    for wrong in ({}, {"role": -1, "skills": 5}):
        with pytest.raises(ValueError, match="weight"):
            weights_of(Rules(weights=wrong))


def test_empty_sides_give_empty_tables() -> None:
    assert score_matrix([], [LEO], Rules()).shape == (0, 1)
    assert score_matrix([AMARA], [], Rules()).shape == (1, 0)


# Reasons


def test_what_is_good_comes_first_and_the_weightiest_first_of_all() -> None:
    """S2-29: explained in words."""
    learner = replace(BEST_LEARNER, country="Nigeria", utc_offset_minutes=60)
    guide = replace(BEST_GUIDE, country="Germany", skills_offered=frozenset({"Chess"}), utc_offset_minutes=180)
    reasons = reasons_for(learner, guide)
    assert [sentence_of(reason) for reason in reasons] == [
        "Leo held the role Amara aims for (Head of Supply, 2016–2021)",
        "Same profession (Policy)",
        "2 grades above Amara",
        "Working hours overlap by 6 hours",
        "Languages in common: English",
        "Offers none of the skills Amara wants",
        "Works in another country",
    ]
    assert [reason.good for reason in reasons] == [True] * 5 + [False] * 2


def test_reasons_survive_storing_and_are_read_in_the_readers_language() -> None:
    for reason in reasons_for(BEST_LEARNER, BEST_GUIDE):
        stored = json.loads(json.dumps(reason.as_json()))
        with translation.override("en"):
            assert sentence_of(stored) == sentence_of(reason)


def test_no_criterion_knows_of_identity() -> None:
    words = {
        "gender",
        "sex",
        "age",
        "birth",
        "ethnicity",
        "religion",
        "disability",
        "orientation",
        "identity",
        "health",
    }
    names = {field.name for field in fields(Person)} | {one.name for one in CRITERIA} | {one.name for one in HARD_RULES}
    assert not {name for name in names for word in name.split("_") if word in words}


def test_scores_and_solver_work_together() -> None:
    learners = [replace(BEST_LEARNER, id=n) for n in range(4)]
    guides = [BEST_GUIDE, replace(LEO, id="far", utc_offset_minutes=600)]
    solution = solve(score_matrix(learners, guides, Rules()), np.array([1, 1]))
    assert solution.total == solution.bound
    assert sorted(solution.match.tolist()) == [-1, -1, 0, 1]
