"""The end of everything about a person: their words go, their rows go, and what others need stays under no name.

What stays is what belongs to others as well: that a pair was and when it met, what the other half wrote, and the audit,
which holds ids alone. Erasing again finds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from core.clock import day_of
from core.errors import NotPossible, NotYours
from core.verbs import verb
from core.wording import short_day
from desk.own.holdings import OWN, SHARED, Holding
from pairing.models import Match, Run
from people import addresses, profiles
from people.models import DeletionRequest, ImportJob, PersonWord, User
from programs.models import BatchRow, Enrollment, Exclusion, Program, ProgramAdmin
from relationships.models import Relationship, Session

# Between asking and the end: so long the request can be taken back (trust 3a.6).
COOL_OFF = timedelta(days=7)
NOBODY = {"given_name": "Former", "family_name": "member"}
GONE = "–"  # stands where a text was
EMPTY: dict[str, Any] = {
    "email": None, "employee_id": None, "manager": None, "title": "", "department": "", "location": "",
    "profession": "", "grade": "", "languages": [], "starts_on": None, "leaves_on": None, "last_login": None,
    "is_active": False, "is_org_admin": False,
}  # fmt: skip


@verb("person.erase")
def erase(person: User, *, by: User | None, now: datetime) -> Counter[str]:
    """End what is open, then erase. → table, rows that went or lost their words. `by` None is the server's console.

    Raises NotYours for everybody but an org admin; NotPossible where somebody else has to take over something first,
    and before the request has stood for a week. The console does not wait: it is for who insists.
    """
    if by is not None and not may_erase(by):
        raise NotYours(_("Only an organization admin can erase somebody."))
    if missing := in_the_way(person):
        raise NotPossible(_("First: %(what)s") % {"what": missing[0]}, missing=missing)
    if by is not None:
        _use_request(person, by, now)
    words, name = _words_of(person), person.name
    if person.is_active:
        profiles.leave(person, by=by, now=now, on=day_of(now, person.time_zone))
    for pair in Relationship.objects.open().filter(Q(guide=person) | Q(learner=person)).order_by("id"):
        pair.end_for_erased(now=now)
    done: Counter[str] = Counter()
    _erase_words(person, done)
    _forget_files(words, now, done)
    named = BatchRow.objects.filter(Q(who__icontains=name) | Q(words__icontains=name))
    _update(BatchRow, named, done, who=GONE, words="")
    _erase_rows(person, done)
    _become_nobody(person, done)
    return done


def due_on(asked: DeletionRequest, reader: User) -> date:
    """The first day, for its reader, on which it can be carried out."""
    return day_of(asked.asked_at + COOL_OFF, reader.time_zone)


def _use_request(person: User, by: User, now: datetime) -> None:
    """The request goes with what it asks for: of an erasure and a taking back at once, one finds nothing."""
    asked = DeletionRequest.objects.filter(person=person)
    if asked.filter(asked_at__lte=now - COOL_OFF).delete()[0]:
        return
    waits = asked.first()
    if waits is None:
        raise NotPossible(_("Nobody has asked for it. Note the request first; after seven days it can be done."))
    facts = {"name": person.name, "day": short_day(due_on(waits, by), day_of(now, by.time_zone))}
    raise NotPossible(_("Not before %(day)s: until then %(name)s can take it back.") % facts)


def rehearse(person: User, *, now: datetime) -> Counter[str]:
    """What erasing would do, table by table, without a trace."""
    with transaction.atomic():
        done = erase(User.objects.get(pk=person.pk), by=None, now=now)
        transaction.set_rollback(True)
    return done


def may_erase(user: User) -> bool:
    return user.is_active and user.is_org_admin


def in_the_way(person: User) -> list[str]:
    """What others have to take over before this person can go, one sentence each."""
    found = [
        _("name another help contact for “%(program)s”") % {"program": program.name}
        for program in Program.objects.filter(help_contact=person).order_by("name")
    ]
    if person.email:
        found += [
            _("name another data contact for “%(program)s”") % {"program": program.name}
            for program in Program.objects.filter(data_contact__iexact=person.email).order_by("name")
        ]
    runs = ProgramAdmin.objects.filter(person=person).exclude(program__status=Program.Status.ENDED)
    others = ProgramAdmin.objects.exclude(person=person).filter(person__is_active=True)
    found += [
        _("let somebody else run “%(program)s”") % {"program": row.program.name}
        for row in runs.exclude(program__in=others.values("program"))
        .select_related("program")
        .order_by("program__name")
    ]
    admins = User.objects.active().filter(is_org_admin=True)
    if person.is_org_admin and not admins.exclude(pk=person.pk).exists():
        found.append(_("make somebody else an organization admin"))
    return found


def _words_of(person: User) -> list[str]:
    """What a file names this person by."""
    found = [person.name, person.email or "", person.employee_id or ""]
    return [word.casefold() for word in found if len(word) > 2]


def _erase_words(person: User, done: Counter[str]) -> None:
    """What the person wrote in rows that stay, where they met, and what was thought of them in pairing."""
    for holding in SHARED:
        for name, path in holding.texts.items():
            if path and holding.model is not Match:
                _blank(holding, name, holding.model._base_manager.filter(**{path: person.pk}), done)
    suggested = Match.objects.filter(Q(learner__person=person) | Q(guide__person=person))
    _update(
        Match, suggested.exclude(reasons__isnull=True, put_back_because=""), done, reasons=None, put_back_because=""
    )
    # A room of one's own stays open behind its link.
    met = Session.objects.filter(Q(relationship__guide=person) | Q(relationship__learner=person))
    _update(Session, met.exclude(link=""), done, link="")
    programs = Enrollment.objects.filter(person=person).values("program")
    _update(Run, Run.objects.filter(program__in=programs, frozen__isnull=False), done, frozen=None)


def _update(model: type[Model], rows: Any, done: Counter[str], **values: Any) -> None:
    """Which rows is asked first: an UPDATE over a join would lock what it only looks at."""
    keys = list(rows.values_list("pk", flat=True).distinct())
    done[model._meta.label] += model._base_manager.filter(pk__in=keys).update(**values)


def _blank(holding: Holding, name: str, rows: Any, done: Counter[str]) -> None:
    """A mark in the place of a text, because a row may not be without one: a waiver says why, an aim has a sentence."""
    for row in rows.filter(**{f"{name}__isnull": False}).iterator():
        if getattr(row, name) not in ("", GONE):
            setattr(row, name, GONE)
            row.save(update_fields=[name])
            done[holding.model._meta.label] += 1


def _forget_files(words: Iterable[str], now: datetime, done: Counter[str]) -> None:
    """Files and reports of imports that name the person: an import that waits would bring them back."""
    kept = Q(content__isnull=False) | Q(report__isnull=False)
    for job in ImportJob.objects.filter(kept):
        text = f"{job.content or ''} {job.report or ''}".casefold()
        if any(word in text for word in words):
            waits = {"status": ImportJob.Status.GIVEN_UP, "finished_at": now} if job.finished_at is None else {}
            ImportJob.objects.filter(pk=job.pk).update(content=None, report=None, **waits)
            done[ImportJob._meta.label] += 1


def _erase_rows(person: User, done: Counter[str]) -> None:
    """What is the person's alone, and the wishes of others not to meet them."""
    addresses.end_sessions(person)
    for holding in OWN:
        whose = Q()
        for column in holding.mine:
            whose |= Q(**{column: person.pk})
        _delete(holding.model, whose, done)
    _delete(Exclusion, Q(person=person), done)
    about = LogEntry.objects.filter(object_id=str(person.pk)).exclude(object_repr=GONE)
    done[LogEntry._meta.label] += about.update(object_repr=GONE, change_message="")


def _delete(model: type[Model], whose: Q, done: Counter[str]) -> None:
    keys = list(model._base_manager.filter(whose).values_list("pk", flat=True).distinct())
    model._base_manager.filter(pk__in=keys).delete()
    done[model._meta.label] += len(keys)


def _become_nobody(person: User, done: Counter[str]) -> None:
    """The row stays, because sessions, signatures and the audit point at it; it says nothing about anybody."""
    person.refresh_from_db()
    User.objects.filter(manager=person).update(manager=None)
    if person.email is None and person.given_name == NOBODY["given_name"]:
        return
    for name, value in {**NOBODY, **EMPTY}.items():
        setattr(person, name, value)
    person.set_unusable_password()
    person.save()
    PersonWord.objects.filter(person=person).delete()  # nobody looks for nobody
    done[User._meta.label] += 1
