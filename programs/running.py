"""Setting up and running a program."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.clock import day_here, day_of
from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import User
from programs import kinds, rules
from programs.models import Program, ProgramAdmin, SetAside

# A check-in stays open for two weeks: rounds that come faster would run into each other.
SHORTEST_ROUND = 14
EDITABLE = (
    "name", "purpose", "expectations", "applications_until", "starts_on", "ends_on", "weeks", "sessions_planned",
    "cadence_days", "review_days", "check_in_days", "first_session_days", "places", "help_contact", "data_contact",
    "grade_order", "proposed_ticks",
)  # fmt: skip


@verb("program.create")
def create(
    name: str, kind: str, *, by: User | None, now: datetime, admin: User | None = None, **fields: Any
) -> Program:
    """A program in draft with its kind's defaults, run by `admin` (or by whoever makes it).

    `by` None is the server's console. Raises PermissionDenied, or NotPossible for a name that is taken.
    """
    if by is not None and not rules.may_create_program(by):
        raise NotYours(_("Only an organization admin can set up a program."))
    values = {**kinds.of(kind).PROGRAM_DEFAULTS, **fields}
    try:
        with transaction.atomic():
            program = Program.objects.create(name=name.strip(), kind=kind, **values)
    except IntegrityError:
        raise NotPossible(
            _("There is a program called “%(name)s” already. Choose another name.") % {"name": name}
        ) from None
    if first := admin or by:
        ProgramAdmin.objects.create(program=program, person=first)
    return program


@verb("program.edit")
def edit(program: Program, *, by: User, now: datetime, **fields: Any) -> None:
    """Change what a program says about itself; its kind is not among it."""
    if not rules.may_edit_program(by, program):
        raise NotYours(_("Only the people who run this program can change it."))
    for name in fields:
        if name not in EDITABLE:
            raise NotPossible(_("That cannot be changed."))
        setattr(program, name, fields[name])
    try:
        with transaction.atomic():
            program.save(update_fields=list(fields))
    except IntegrityError:
        raise NotPossible(_("Another program has this name already.")) from None


def check_in_days_fault(days: list[int]) -> str:
    """What is wrong with the days of the check-ins, in a sentence; "" if nothing is."""
    if days and (min(days) < SHORTEST_ROUND or days[:-1] != sorted(set(days[:-1]))):
        words = _("Write days with commas, each later than the one before and none below %(n)s: 30, 90, 180.")
        return words % {"n": SHORTEST_ROUND}
    return ""


def proposed_ticks_fault(kind: str, ticks: Collection[str]) -> str:
    """What is wrong with what a contract is to suggest to show to others, in a sentence; "" if nothing is."""
    unknown = sorted(set(ticks) - set(kinds.of(kind).DISCLOSES))
    return _("There is no such choice: %s.") % unknown[0] if unknown else ""


@verb("program.name_admin")
def name_admin(program: Program, person: User, *, by: User | None, now: datetime) -> None:
    """One more person runs the program."""
    if by is not None and not rules.may_edit_program(by, program):
        raise NotYours(_("Only the people who run this program can name another."))
    ProgramAdmin.objects.get_or_create(program=program, person=person)


@verb("program.mark_seen")
def mark_seen(program: Program, until: datetime, *, by: User, now: datetime) -> None:
    """`by` has seen what there was in the inbox at that moment; never back to an earlier one."""
    if not rules.runs(by, program):
        raise NotYours(_("Only the people who run this program have its inbox."))
    seen = min(until, now)
    rows = ProgramAdmin.objects.filter(program=program, person=by)
    rows.filter(Q(seen_until__isnull=True) | Q(seen_until__lt=seen)).update(seen_until=seen)


@verb("inbox.set_aside")
def set_aside(
    program: Program, cause: str, thing: UUID, *, by: User, now: datetime, since: datetime | None, until: date | None
) -> SetAside:
    """A row leaves the inbox of all who run the program, until a day or until it stands for something new (`since`).

    Raises NotYours, or NotPossible where another of them has set it aside already.
    """
    if not rules.runs(by, program):
        raise NotYours(_("Only the people who run this program have its inbox."))
    facts = {"by": by, "since": since, "until": until, "at": now}
    row, made = SetAside.objects.select_related("by").get_or_create(
        program=program, cause=cause, thing=thing, defaults=facts
    )
    kept: SetAside = row
    over = Q(until__lte=day_of(now, by.time_zone)) | Q(until__isnull=True) & ~Q(since=since)
    if not made and not SetAside.objects.filter(Q(by=by) | over, pk=kept.pk).update(**facts):
        raise NotPossible(_("%(name)s set this aside already.") % {"name": kept.by.name})
    return kept


@verb("inbox.take_back")
def take_back(row: SetAside, *, by: User, now: datetime) -> None:
    """Show it again to all who run the program, whoever of them set it aside."""
    if not rules.runs(by, row.program):
        raise NotYours(_("Only the people who run this program have its inbox."))
    if not SetAside.objects.filter(pk=row.pk).delete()[0]:
        raise NotPossible(_("It is back in the inbox already."))


@verb("program.questions_later")
def postpone_questions(program: Program, *, by: User | None, now: datetime) -> None:
    """People may be paired before they answer the two questions; no pair becomes active before (C19).

    An admin's decision, which the audit remembers. `by` None is the command line.
    """
    _decide_on_questions(program, later=True, by=by)


@verb("program.questions_first")
def ask_questions_first(program: Program, *, by: User, now: datetime) -> None:
    """The admin takes it back: again nobody is paired before the two answers are there."""
    _decide_on_questions(program, later=False, by=by)


def _decide_on_questions(program: Program, *, later: bool, by: User | None) -> None:
    if by is not None and not rules.may_edit_program(by, program):
        raise NotYours(_("Only the people who run this program can change it."))
    program.questions_later = later
    program.save(update_fields=["questions_later"])


def missing_to_open(program: Program, *, has_admin: bool | None = None) -> list[tuple[str, str]]:
    """What must be said before people can apply: (field, sentence) in the order of the page (S1-01, S3-34). Who knows
    whether anybody runs it says so."""
    if has_admin is None:
        has_admin = program.admin_rows.exists()
    asked = {
        "purpose": (bool(program.purpose.strip()), _("say what it is for")),
        "help_contact": (program.help_contact_id is not None, _("name a help contact")),
        "data_contact": (bool(program.data_contact), _("name a data contact")),
        "starts_on": (program.starts_on is not None, _("say when it starts")),
        "admins": (has_admin, _("name somebody who runs it")),
    }
    if kinds.of(program.kind).HAS_END_DATE:
        asked["ends_on"] = (program.ends_on is not None, _("say when it ends"))
        asked["weeks"] = (bool(program.weeks), _("say how many weeks an engagement takes"))
        asked["sessions_planned"] = (bool(program.sessions_planned), _("say how many sessions are planned"))
    return [(field, sentence) for field, (said, sentence) in asked.items() if not said]


@verb("program.open")
def open_for_applications(program: Program, *, by: User | None, now: datetime) -> None:
    """People may apply from now on. Raises NotPossible with the list of what is missing."""
    if by is not None and not rules.may_edit_program(by, program):
        raise NotYours(_("Only the people who run this program can open it."))
    if missing := missing_to_open(program):
        sentences = [sentence for _field, sentence in missing]
        words = _("Before people can apply: %(what)s.") % {"what": " · ".join(sentences)}
        raise NotPossible(words, missing=sentences)
    _move(program, {Program.Status.DRAFT, Program.Status.CLOSED}, Program.Status.OPEN)


@verb("program.close")
def close_for_applications(program: Program, *, by: User, now: datetime) -> None:
    """Nobody new can apply; everything under way goes on."""
    if not rules.may_edit_program(by, program):
        raise NotYours(_("Only the people who run this program can close it."))
    _move(program, {Program.Status.OPEN}, Program.Status.CLOSED)


def _move(program: Program, old: set[str], new: str) -> None:
    if not Program.objects.filter(pk=program.pk, status__in=old).update(status=new):
        raise NotPossible(_("That is not possible from here."))
    program.refresh_from_db()


def create_open(name: str, kind: str, *, admin: User, help_contact: User, data_contact: str, now: datetime) -> Program:
    """A program that is open at once with its kind's defaults, for the command line and the demo."""
    today = day_here(now)
    program = create(
        name, kind, by=None, now=now, admin=admin, starts_on=today, ends_on=today + timedelta(days=365),
        purpose=str(kinds.of(kind).PURPOSE), help_contact=help_contact, data_contact=data_contact,
    )  # fmt: skip
    open_for_applications(program, by=None, now=now)
    return program
