"""One act for several people, shown with its mail before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models import Enrollment, Program

# So many are taken at once, that a page shows them all and a form names them all.
AT_ONCE = 500


@dataclass(frozen=True)
class Together:
    """One act for several rows: where it posts to, its words, who is meant (name by id), and the mail that they get.

    `more`: how many wait after these, for another press.
    """

    label: Any
    title: Any
    url: str
    whom: dict[str, str]
    subject: Any
    lead: Any
    more: int = 0


def acceptance(program: Program, applied: Iterable[Enrollment], label: str, of: int = 0) -> Together:
    """Take in everyone of `applied`, all of one program, the longest waiting first; at most so many at once.

    `of`: how many wait in all, where `applied` are only the first of them.
    """
    rows = list(applied)
    whom = {str(row.pk): f"{row.person.name}, {row.role_word}" for row in rows[:AT_ONCE]}
    more = max(of, len(rows)) - len(whom)
    label = _("Accept the first %(n)s") if more else label
    facts = {"n": len(whom), "program": program.name}
    title = ngettext("Accept %(n)s person in %(program)s?", "Accept %(n)s people in %(program)s?", len(whom))
    # The words of `mails/accepted.txt`.
    subject = _("You take part in %(program)s") % facts
    lead = _("We will write to you as soon as there is someone for you.")
    return Together(
        label % facts, title % facts, reverse("programs:accept_all", args=[program.pk]), whom, subject, lead, more
    )


def said_of(done: int, *, gone: int, more: int) -> str:
    """What is said after it: how many take part now, how many were no longer waiting, how many still wait."""
    said = [ngettext("Saved. %(n)s more person takes part.", "Saved. %(n)s more people take part.", done) % {"n": done}]
    if not done:
        said = [_("Nobody was accepted.")]
    if gone:
        words = ngettext(
            "%(n)s had withdrawn or was decided on meanwhile.",
            "%(n)s had withdrawn or were decided on meanwhile.",
            gone,
        )
        said.append(words % {"n": gone})
    if more:
        said.append(ngettext("%(n)s still waits.", "%(n)s still wait.", more) % {"n": more})
    return " ".join(said)
