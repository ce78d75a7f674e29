"""The questionnaires, in versions. Wordings were written for this project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """One sentence to agree or disagree with, from 1 (disagree) to 5 (agree)."""

    key: str
    about: Any
    sentence: Any


@dataclass(frozen=True)
class Instrument:
    """A versioned questionnaire. A change of a wording is a new version."""

    key: str
    version: int
    items: tuple[Item, ...]
    least_answered: int


LOWEST, HIGHEST = 1, 5

TRUST = Instrument(
    key="trust",
    version=1,
    items=(
        Item("reliability", _("Reliability"), _("%(name)s does what we agreed.")),
        Item("openness", _("Openness"), _("I can raise what really matters to me.")),
        Item("safety", _("Safety"), _("I would tell %(name)s about a mistake I made.")),
        Item("respect", _("Respect"), _("I feel respected as I am.")),
        Item("care", _("Care"), _("%(name)s is interested in how I am doing.")),
        Item("two_way", _("Two-way"), _("We both get something out of our conversations.")),
    ),
    least_answered=5,
)
INSTRUMENTS: dict[str, Instrument] = {TRUST.key: TRUST}


def mean(instrument: Instrument, answers: dict[str, int | None]) -> float | None:
    """Mean of the answered items, 1–5, or None where fewer than `least_answered` items were answered."""
    given = [value for item in instrument.items if (value := answers.get(item.key)) is not None]
    return sum(given) / len(given) if len(given) >= instrument.least_answered else None


def score(instrument: Instrument, answers: dict[str, int | None]) -> float | None:
    """The mean rescaled to 0–100 (science, section 2.1): (m − 1) / 4 · 100.

    `answers` holds item key → 1…5, or None for "I'd rather not say".
    """
    found = mean(instrument, answers)
    return None if found is None else (found - LOWEST) / (HIGHEST - LOWEST) * 100
