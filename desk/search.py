"""One question to everything that has a name here: people, programs, pairs, as far as its reader may see them.

What two people write is not asked. Whoever does not read the directory finds people by their names alone
(`people.querysets`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.roles import roles_of
from people.models import User
from people.searching import all_begin
from programs.models import Program
from relationships.models import Relationship

SHOWN = 20  # of each sort; who needs more has the lists


@dataclass(frozen=True)
class Hit:
    """What was found, where it opens, what tells it from its namesakes, and how it stands."""

    title: str
    url: str
    facts: list[str]
    pill: Any = ""


@dataclass
class Found:
    people: list[Hit] = field(default_factory=list)
    programs: list[Hit] = field(default_factory=list)
    pairs: list[Hit] = field(default_factory=list)
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.programs or self.pairs)


def find(me: User, words: str, today: date) -> Found:
    """Whatever each typed word begins a word of. One query for each sort, whatever is found."""
    found = Found()
    if words:
        found.people = _some(found, _people(me, words))
        found.programs = _some(found, _programs(me, words))
        found.pairs = _some(found, _pairs(me, words, today))
    return found


def _some(found: Found, hits: Iterable[Hit]) -> list[Hit]:
    first = list(islice(hits, SHOWN + 1))
    found.is_cut |= len(first) > SHOWN
    return first[:SHOWN]


def _people(me: User, words: str) -> Iterator[Hit]:
    rows = User.objects.visible_to(me).found_by(me, words).order_by("family_name", "given_name", "id")
    for person in rows[: SHOWN + 1]:
        facts, pill = [person.title, person.department], "" if person.is_active else _("Has left")
        yield Hit(person.name, reverse("people:person", args=[person.pk]), [fact for fact in facts if fact], pill)


def _programs(me: User, words: str) -> Iterator[Hit]:
    """All their names are read: they are few, and no database folds accents as we do."""
    for program in Program.objects.visible_to(me).order_by("name", "id"):
        if all_begin(words, program.name):
            url = reverse("programs:program", args=[program.pk])
            yield Hit(program.name, url, [program.get_kind_display()], program.get_status_display())


def _pairs(me: User, words: str, today: date) -> Iterator[Hit]:
    """One's own open as workspaces, the others of one's programs as the page of their facts."""
    rows = Relationship.objects.findable_by(me, today).between(words).for_page().order_by("-proposed_at", "id")
    for pair in rows[: SHOWN + 1] if _reads_directory(me) else rows:
        title = f"{pair.learner.name} – {pair.guide.name}"
        if _reads_directory(me) or all_begin(words, title):
            yield Hit(title, _page_of(me, pair), [pair.program.name], pair.status_label)


def _page_of(me: User, pair: Relationship) -> str:
    if me.pk not in (pair.guide_id, pair.learner_id):
        return reverse("desk:facts", args=[pair.pk])
    return reverse("relationships:answer" if pair.status == "proposed" else "desk:pair", args=[pair.pk])


def _reads_directory(me: User) -> bool:
    return roles_of(me).runs_things
