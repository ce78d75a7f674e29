"""Who looked at what is about a person, and who did something about it: the part of the audit that is theirs to read.

Only acts of people who run things, about the person, their enrollments and their pairs; never what the other half or
anybody else did for themselves, and never what is kept from the person. What no line here names is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import NotYours
from core.models import Export
from core.verbs import verb
from people.models import User
from programs.models import Enrollment, ProgramAdmin
from programs.rules import runs
from relationships.models import Relationship

WORDS: dict[str, Any] = {
    "person.look": _("opened your profile"),
    "person.set_work": _("wrote down your profession or grade"),
    "person.update": _("changed your entry in the directory by a file"),
    "person.correct": _("corrected your entry in the directory"),
    "person.leave": _("noted that you have left"),
    "person.ask_for_deletion": _("noted that you want to be erased"),
    "person.take_back_deletion": _("took back that you want to be erased"),
    "list.export": _("took out a list of people that you belong to as a file"),
    "enrollment.take_in": _("took you into a program"),
    "enrollment.accept": _("accepted you for a program"),
    "enrollment.waitlist": _("put you on a waiting list"),
    "enrollment.wait_for_pair": _("decided that you wait for a pair"),
    "enrollment.remind": _("reminded you of your application"),
    "relationship.look": _("opened the facts of your pair: states and dates, nothing that you wrote"),
    "relationship.propose": _("proposed a pair"),
    "proposal.remind": _("reminded you of a proposed pair"),
    "relationship.end_for_leaver": _("ended a pair whose other half has left"),
}


@verb("relationship.look", only_audit=True)
def look_at_pair(relationship: Relationship, *, by: User, now: datetime) -> None:
    """Somebody who runs things opens the facts of a pair: both may know it."""
    if not by.is_org_admin and not runs(by, relationship.program):
        raise NotYours(_("This page is for the people who run the program."))


def who_looked(person: User) -> QuerySet[Any]:
    """Rows of the audit about this person by others, the newest first: `at`, `actor_id`, `verb`."""
    own = Relationship.objects.visible_to(person).filter(Q(guide=person) | Q(learner=person)).exclude(status="lapsed")
    pairs = list(own.values_list("pk", "guide_id", "learner_id"))
    enrollments = Enrollment.objects.visible_to(person).filter(person=person).values_list("pk", flat=True)
    about: dict[str, Iterable[UUID]] = {
        User._meta.label_lower: [person.pk],
        Enrollment._meta.label_lower: enrollments,
        Relationship._meta.label_lower: [pair for pair, _guide, _learner in pairs],
        Export._meta.label_lower: _lists_with(person).values_list("pk", flat=True),
    }
    halves = {half for _pair, *both in pairs for half in both}
    return audit.by_others(about, list(WORDS), but={person.pk} | halves)


def _lists_with(person: User) -> QuerySet[Export]:
    """Files of people that this person belonged to when they were made. An export names nobody: it says which list, and
    that follows from where one takes part. A list over several programs is one of whoever runs them."""
    own = Enrollment.objects.visible_to(person).filter(person=person).sent()
    of_program = Exists(own.filter(program=OuterRef("program_id"), created_at__lte=OuterRef("at")))
    runners = ProgramAdmin.objects.filter(program__in=own.values("program_id")).values("person")
    by_runner = audit.done_to_each("list.export", by=runners)
    over_several = Q(name__in=("pairs", "without-a-pair", "inbox"), program_id=None) & Exists(by_runner)
    return Export.objects.filter(of_program | over_several | Q(name="people", at__gte=person.created_at))


def names_of(actors: Any, person: User) -> dict[UUID, str]:
    """The names of these actors (their keys, or a query for them), as far as this person may see who it was."""
    return {each.pk: each.name for each in User.objects.visible_to(person).filter(pk__in=actors)}


def in_words(row: Any, names: Mapping[UUID, str]) -> dict[str, Any]:
    """When, who and what of a row."""
    who = names.get(row.actor_id, _("Somebody who runs things here"))
    return {"at": row.at, "who": who, "what": WORDS[row.verb]}
