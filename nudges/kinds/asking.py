"""What somebody asks of one person alone: a check-in, a talk with the help contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nudges import links, walltime
from nudges.kinds.entry import DAY, Fact, NudgeKind, with_both
from nudges.models import Category, Nudge, Topic
from relationships.models import Relationship
from surveys.models import Answer, HelpRequest, Round

# Who asked longer ago has found another way, or does not need one any more.
STILL_OPEN = 60 * DAY


def check_in(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """An open round, to each half that has neither answered nor skipped it; skipping is silence for good (C16)."""
    today = now.date()
    rounds = Round.objects.filter(
        opens_on__lte=today + 2 * DAY, closes_on__gte=today - DAY, relationship__in=Relationship.objects.working()
    )
    rounds = with_both(rounds, "opens_on", "closes_on", pair="relationship__")
    rounds = rounds if fact is None else rounds.filter(pk=fact)
    done = set(Answer.objects.filter(round__in=rounds).values_list("round_id", "person_id"))
    for asked in rounds:
        for person in (asked.relationship.learner, asked.relationship.guide):
            until = walltime.at_wall(asked.closes_on + DAY, time(0), walltime.zone_of(person))
            if (asked.pk, person.pk) not in done and until > now:
                yield Fact(asked.pk, person, asked.relationship_id, on=asked.opens_on, until=until)


def help_wanted(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Somebody would like to talk: the named contact alone. The row names no pair, so that no count of a pair's
    reminders tells that help was asked for."""
    asked = HelpRequest.objects.filter(answered_at__isnull=True, asked_at__gte=now - 3 * DAY)
    asked = asked.select_related("contact").only("asked_at", "contact__time_zone")
    for request in asked if fact is None else asked.filter(pk=fact):
        yield Fact(request.pk, request.contact, at=request.asked_at)


def help_unanswered(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """The contact has left before answering: who asked is told, and nobody else. It names no pair, as above."""
    asked = HelpRequest.objects.left_alone().filter(asked_at__gte=now - STILL_OPEN, person__is_active=True)
    asked = asked.select_related("person").only("asked_at", "person__time_zone")
    for request in asked if fact is None else asked.filter(pk=fact):
        yield Fact(request.pk, request.person, at=request.asked_at)


def check_in_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    asked = Round.objects.get(pk=nudge.fact)
    return {"last_day": date_format(asked.closes_on, "l"), "button_url": links.check_in(asked)}


def help_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    request = HelpRequest.objects.select_related("relationship__program").get(pk=nudge.fact)
    program = request.relationship.program
    why = _("Why you get this: people of %(program)s may turn to you.") % {"program": program}
    return {"program": program, "why": why, "button_url": links.help_request(request)}


def unanswered_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    request = HelpRequest.objects.select_related("relationship__program").get(pk=nudge.fact)
    return {"program": request.relationship.program, "button_url": links.help_request(request)}


ENTRIES = [
    NudgeKind("check-in", check_in, check_in_words, "check_in", topic=Topic.CHECK_INS, offsets=(0, 7), keeps=7 * DAY),
    NudgeKind("help-wanted", help_wanted, help_words, "help", Category.TRANSACTIONAL, keeps=3 * DAY),
    NudgeKind(
        "help-unanswered", help_unanswered, unanswered_words, "help_unanswered", Category.TRANSACTIONAL,
        keeps=STILL_OPEN,
    ),
]  # fmt: skip
