"""What forbids a pair, and the sentence for somebody who has none."""

from dataclasses import replace
from typing import Any

import pytest

from pairing.blockers import Blockers
from pairing.people_input import Person, RoleHeld, Rules
from pairing.scoring import forbidden_because, reasons_for, score_matrix
from pairing.solver import solve

MENTORING = {"guide": "mentor", "guides": "mentors"}
AMARA = Person(id="amara", name="Amara")
LEO = Person(id="leo", name="Leo")
BEST_LEARNER = replace(AMARA, aspired_role="Head of Supply", profession="Policy")
BEST_GUIDE = replace(LEO, roles_held=(RoleHeld("Head of Supply", 2016, 2021),), profession="Policy")


def score(learner: Person, guide: Person, rules: Rules | None = None) -> int:
    return int(score_matrix([learner], [guide], rules or Rules())[0, 0])


def blocked(learners: list[Person], guides: list[Person], rules: Rules, places: list[int]) -> list[str]:
    match = solve(score_matrix(learners, guides, rules), places).match
    blockers = Blockers(learners, guides, rules, capacities=places, match=match, words=MENTORING)
    return [blockers.sentence(i) for i in range(len(learners)) if match[i] < 0]


TREE: dict[Any, Any] = {"ceo": None, "boss": "ceo", "lead": "boss", "amara": "lead", "twin": "lead", "other": "ceo"}


@pytest.mark.parametrize(
    ("learner", "guide", "forbidden"),
    [
        ("amara", "lead", True),
        ("amara", "boss", True),
        ("amara", "ceo", True),
        ("boss", "amara", True),
        ("lead", "amara", True),
        ("amara", "twin", True),
        ("amara", "other", False),
        ("boss", "other", True),
        ("lead", "other", False),
    ],
)
def test_nobody_is_paired_in_the_reporting_line_or_with_the_same_manager(
    learner: str, guide: str, forbidden: bool
) -> None:
    """S2-20, S3-15: up, down and beside, through people who take no part themselves."""
    rules = Rules(manager_of=TREE)
    pair = Person(id=learner, name=learner), Person(id=guide, name=guide)
    assert (score(*pair, rules) == -1) is forbidden
    assert forbidden_because(*pair, rules) == (["reporting_line"] if forbidden else [])


def test_a_circle_in_the_directory_ends() -> None:
    rules = Rules(manager_of={"a": "b", "b": "a", "amara": "a"})
    assert score(AMARA, replace(LEO, id="b"), rules) == -1
    assert score(AMARA, LEO, rules) >= 1


def test_nobody_guides_oneself() -> None:
    assert score(AMARA, replace(LEO, id="amara")) == -1


@pytest.mark.parametrize("side", ["learner", "guide"])
def test_a_wish_of_either_side_forbids_the_pair_and_appears_nowhere(side: str) -> None:
    learner = replace(BEST_LEARNER, wishes_not=frozenset({"leo"} if side == "learner" else ()))
    guide = replace(BEST_GUIDE, wishes_not=frozenset({"amara"} if side == "guide" else ()))
    assert score(learner, guide) == -1
    assert reasons_for(learner, guide) == reasons_for(BEST_LEARNER, BEST_GUIDE)
    assert "leo" not in repr(learner) or side == "guide"
    alone = blocked([learner], [guide], Rules(), [1])
    assert alone == ["No mentor fits Amara under this program’s rules."]


def test_an_unmatched_person_reads_the_same_whether_a_wish_or_a_full_guide_stands_in_the_way() -> None:
    """The sentence must not change when a wish is the reason."""
    first = replace(BEST_LEARNER, id="first", name="First")
    jo = replace(AMARA, id="jo", name="Jo")
    with_wish = replace(jo, wishes_not=frozenset({"leo"}))
    said = [blocked([first, one], [BEST_GUIDE], Rules(), [1]) for one in (jo, with_wish)]
    assert said[0] == said[1] == ["The only possible mentor is full."]


@pytest.mark.parametrize("name", ["earlier_pairs", "existing_pairs", "ruled_out"])
def test_a_pair_that_was_is_or_shall_not_be_is_never_made(name: str) -> None:
    rules = Rules(**{name: frozenset({("amara", "leo"), ("gone", "leo")})})  # type: ignore[arg-type]
    assert score(AMARA, LEO, rules) == -1
    assert score(LEO, AMARA, rules) >= 1
    assert forbidden_because(AMARA, LEO, rules) == [name]


def test_blockers_name_the_full_guides_of_a_department_and_the_reporting_line() -> None:
    finance = [Person(id=n, name=f"F{n}", department="Finance") for n in range(3)]
    line = [Person(id="boss", name="Boss"), Person(id="chief", name="Chief")]
    others = [replace(BEST_LEARNER, id=f"l{n}", name=f"L{n}", skills_wanted=frozenset()) for n in range(3)]
    for n, learner in enumerate(others):
        others[n] = replace(learner, aspired_role=f"r{n}", wishes_not=frozenset({"boss", "chief"}))
        finance[n] = replace(finance[n], roles_held=(RoleHeld(f"r{n}"),))
    jo = Person(id="jo", name="Jo")
    rules = Rules(manager_of={"jo": "boss", "boss": "chief"})
    assert blocked([*others, jo], [*finance, *line], rules, [1] * 5) == [
        "All 3 mentors in Finance are full; 2 others are in Jo’s reporting line."
    ]


def test_blockers_say_what_remains_when_nobody_is_full() -> None:
    rules = Rules(earlier_pairs=frozenset({("amara", "leo")}), manager_of={"amara": "boss"})
    guides = [LEO, Person(id="boss", name="Boss"), Person(id="amara", name="Amara")]
    [sentence] = blocked([AMARA], guides, rules, [1, 1, 1])
    assert sentence.split("; ") == [
        "No mentor fits Amara under this program’s rules",
        "1 is Amara",
        "1 is in Amara’s reporting line",
        "1 was paired with Amara before.",
    ]
    assert blocked([AMARA], [], rules, []) == ["No mentor fits Amara under this program’s rules."]
