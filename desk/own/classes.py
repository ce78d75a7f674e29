"""The classes of data in words for people, from the registry: what is in each and who reads it beside its author."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass

Words = tuple[Any, Any]

NOBODY = _("nobody")
PAIR = _("the other half of the pair; a sponsor the goals that you release")
WORDS: dict[DataClass, Words] = {
    DataClass.D0: (_("Your public profile: name, role, skills, languages"), _("everyone whom you may meet here")),
    DataClass.D1: (
        _("Your contact and work data, your ways in"),
        _("the other half while a pair is open; your line manager the basics; the people who run programs"),
    ),
    DataClass.D2: (
        _("That you take part, your pairs, their sessions’ dates and states, reminders"),
        _("the other half; the people who run the program; a sponsor or line manager what your agreement lists"),
    ),
    DataClass.D3: (_("What the two of a pair write: agreement, agenda, actions, goals, aims, shared notes"), PAIR),
    DataClass.D4: (_("Your private notes and looks back"), NOBODY),
    DataClass.D5: (_("Your answers to check-ins and to proposals"), NOBODY),
    DataClass.D6: (_("Your feedback about others"), NOBODY),
    DataClass.D7: (_("Reports of feedback about you"), _("your coach, if you share it")),
    DataClass.D8: (_("Assessments"), _("your coach, if you share it")),
    DataClass.D9: (
        _("Your application and wishes, with whom you would rather not be paired"),
        _("the people who pair, where pairing needs it; never shown on"),
    ),
    DataClass.D10: (_("Calls for help"), _("the help contact of your program")),
    DataClass.D11: (_("Figures about groups"), _("everyone, never about fewer than five people")),
    DataClass.D12: (
        _("Who did what and when, without any content"),
        _("the people who run the program, for its things; organization admins"),
    ),
    DataClass.D13: (_("Your password, keys and codes"), _("nobody: they are kept so that they cannot be read")),
}


def in_use(classes: set[DataClass]) -> list[Words]:
    """The lines of the classes that hold anything here, in their order."""
    return [WORDS[each] for each in DataClass if each in classes]
