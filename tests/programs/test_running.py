"""What a program may say about itself, whichever door it is said through."""

from __future__ import annotations

import pytest

from programs import running


@pytest.mark.parametrize(
    ("ticks", "fault"),
    [([], ""), (["takes_place", "goals"], ""), (["goals", "x", "b"], "There is no such choice: b.")],
)
def test_a_contract_suggests_to_show_only_what_its_kind_can_show(ticks: list[str], fault: str) -> None:
    assert running.proposed_ticks_fault("coaching", ticks) == fault


def test_the_kinds_show_different_things() -> None:
    assert running.proposed_ticks_fault("mentoring", ["goals"]) == "There is no such choice: goals."
