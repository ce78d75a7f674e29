"""From applying to taking part, and out again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.clock import day_of
from core.errors import NotPossible, NotYours
from core.undoing import MAIL_WAITS
from core.verbs import verb
from people.models import User
from programs import rules
from programs.kinds import Role
from programs.models import Application, Enrollment, Exclusion, Program
from programs.querysets import not_reminded_lately

ANSWERS = ("wants", "how", "aspired_role", "offers", "gains")
MOST_PLACES = 50
DRAFT, APPLIED, ACCEPTED = Enrollment.Status.DRAFT, Enrollment.Status.APPLIED, Enrollment.Status.ACCEPTED
WAITLISTED, WITHDRAWN, DECLINED = Enrollment.Status.WAITLISTED, Enrollment.Status.WITHDRAWN, Enrollment.Status.DECLINED


@verb("enrollment.write")
def write(
    program: Program, role: str, *, by: User, now: datetime, not_with: Iterable[User] | None = None, **fields: Any
) -> Enrollment:
    """Save one's application as it stands: answers (of ANSWERS), `places` of a guide. Nothing is sent yet.

    Raises NotPossible where the program takes no applications and there is none to go on with.
    """
    enrollment = Enrollment.objects.filter(program=program, person=by, role=role).first()
    if enrollment is None:
        require_open(program, by, now)
        enrollment, _made = Enrollment.objects.get_or_create(program=program, person=by, role=role)
    if enrollment.status == WITHDRAWN:
        require_open(program, by, now)
        _move(enrollment, {WITHDRAWN}, DRAFT)
    application, _made = Application.objects.get_or_create(enrollment=enrollment)
    _answer(application, fields)
    if "places" in fields and role == Role.GUIDE:
        Enrollment.objects.filter(pk=enrollment.pk).update(places=fields["places"])
    if not_with is not None:
        _exclude(enrollment, not_with)
    enrollment.refresh_from_db()
    return enrollment


@verb("enrollment.send")
def send(enrollment: Enrollment, *, by: User, now: datetime) -> None:
    """Send a draft. A learner's two questions must be answered, or it stays a draft (S0-33)."""
    if enrollment.person_id != by.pk:
        raise NotYours(_("Only %(name)s can send this.") % {"name": enrollment.person.first_name})
    require_open(enrollment.program, by, now)
    if open_questions := unanswered(enrollment):
        missing = list(open_questions.values())
        raise NotPossible(" ".join(missing), missing=missing)
    _move(enrollment, {DRAFT}, APPLIED, applied_at=now)


@verb("enrollment.remind")
def remind(enrollment: Enrollment, *, by: User, now: datetime) -> None:
    """Ask somebody again for the answers to the two questions. Raises NotPossible where they are there by now, and
    within three days of the last time."""
    if not rules.runs(by, enrollment.program):
        raise NotYours(_("Only the people who run this program can remind its people."))
    open_ones = Enrollment.objects.filter(pk__in=Enrollment.objects.to_remind(now).values("pk"), pk=enrollment.pk)
    # Of two who remind at once the second asks again here, of the row as the first one left it.
    if not open_ones.filter(not_reminded_lately(now)).update(reminded_at=now):
        raise NotPossible(_("Answered by now, or reminded in the last three days."))
    enrollment.refresh_from_db()


@verb("enrollment.forget_reminder")
def forget_reminder(enrollment: Enrollment, *, before: datetime | None, at: datetime, by: User, now: datetime) -> None:
    """Undo a reminder of that moment, before its mail goes out. `before`: when they were reminded the time before."""
    if not rules.runs(by, enrollment.program):
        raise NotYours(_("Only the people who run this program can remind its people."))
    if now >= at + MAIL_WAITS:
        raise NotPossible(_("Ten minutes are over: the mail is on its way."))
    if not Enrollment.objects.filter(pk=enrollment.pk, reminded_at=at).update(reminded_at=before):
        raise NotPossible(_("They were reminded again meanwhile."))


def unanswered(enrollment: Enrollment) -> dict[str, str]:
    """Which of the two questions are open, by the field of the answer, in words; a guide has none."""
    if enrollment.role != Role.LEARNER:
        return {}
    application = Application.objects.filter(enrollment=enrollment).first()
    sentences = {
        "wants": _("Not sent yet: the first question is open."),
        "how": _("Not sent yet: the second question is open."),
    }
    return {name: words for name, words in sentences.items() if not application or not getattr(application, name)}


@verb("enrollment.accept")
def accept(enrollment: Enrollment, *, by: User, now: datetime) -> None:
    """Take somebody in."""
    _must_decide(by, enrollment)
    _move(enrollment, {APPLIED, WAITLISTED}, ACCEPTED, waitlisted_at=None, accepted_at=now)


@verb("enrollment.take_back")
def take_back(
    enrollment: Enrollment, *, before: str, waited_since: datetime | None, at: datetime, by: User, now: datetime
) -> None:
    """Undo what was decided `at` that moment, as long as nobody was told: it waits as before, in its old place."""
    _must_decide(by, enrollment)
    if now >= at + MAIL_WAITS:
        raise NotPossible(_("Ten minutes are over: the mail is on its way."))
    decided = Q(status=ACCEPTED, accepted_at=at) | Q(status=WAITLISTED, waitlisted_at=at)
    rows = Enrollment.objects.filter(decided, pk=enrollment.pk)
    if not rows.update(status=before, accepted_at=None, waitlisted_at=waited_since):
        enrollment.refresh_from_db()
        how = {"name": enrollment.person.name, "status": enrollment.get_status_display()}
        raise NotPossible(_("This was changed a moment ago. %(name)s: %(status)s.") % how)
    enrollment.refresh_from_db()


@verb("enrollment.waitlist")
def waitlist(enrollment: Enrollment, *, by: User, now: datetime) -> None:
    """Put somebody on the waiting list, at its end."""
    _must_decide(by, enrollment)
    _move(enrollment, {APPLIED}, WAITLISTED, waitlisted_at=now)


@verb("enrollment.decline")
def decline(enrollment: Enrollment, *, by: User, now: datetime) -> None:
    _must_decide(by, enrollment)
    _move(enrollment, {APPLIED, WAITLISTED}, DECLINED, waitlisted_at=None)


@verb("enrollment.withdraw")
def withdraw(enrollment: Enrollment, *, by: User, now: datetime) -> None:
    """Leave, by oneself or by the admin. Who waits longest in the same role moves up."""
    if not rules.may_withdraw(by, enrollment):
        raise NotYours(_("Only %(name)s can withdraw this.") % {"name": enrollment.person.first_name})
    took_part = enrollment.status == ACCEPTED
    _move(enrollment, {DRAFT, APPLIED, ACCEPTED, WAITLISTED}, WITHDRAWN, waitlisted_at=None)
    if took_part:
        promote_next(enrollment.program, enrollment.role, now=now)


def promote_next(program: Program, role: str, *, now: datetime) -> Enrollment | None:
    """The first on the waiting list of a role takes part."""
    waiting = Enrollment.objects.filter(program=program, role=role, person__is_active=True).on_waiting_list()
    first: Enrollment
    for first in waiting:
        try:
            promote(first, by=None, now=now)
        except NotPossible:
            continue  # moved up or left at this moment: the place is the next one's
        return first
    return None


@verb("enrollment.promote")
def promote(enrollment: Enrollment, *, by: User | None, now: datetime) -> None:
    """From the waiting list into the program."""
    _move(enrollment, {WAITLISTED}, ACCEPTED, accepted_at=now)


@verb("enrollment.take_in")
def take_in(program: Program, person: User, role: str, *, by: User | None, now: datetime, **fields: Any) -> Enrollment:
    """Enroll somebody at once, for an admin's file: accepted, with the answers of the file if it has any."""
    if by is not None and not rules.may_edit_program(by, program):
        raise NotYours(_("Only the people who run this program can enroll others."))
    facts = {name: fields[name] for name in ("places", "grade_rank") if fields.get(name) is not None}
    accepted = {"status": ACCEPTED, "applied_at": now, **facts}
    enrollment, made = Enrollment.objects.get_or_create(program=program, person=person, role=role, defaults=accepted)
    if made:
        application = Application(enrollment=enrollment)
        _set(application, fields)
        application.save()
        return enrollment
    if enrollment.status == ACCEPTED:
        raise NotPossible(_("%(name)s takes part already.") % {"name": person.name})
    application, _made = Application.objects.get_or_create(enrollment=enrollment)
    _answer(application, fields)
    _move(enrollment, {enrollment.status}, ACCEPTED, applied_at=now, accepted_at=None, **facts)
    return enrollment


def fill_in(enrollment: Enrollment, *, by: User | None, now: datetime, **fields: Any) -> bool:
    """Answers that a later file brings, where there are none yet; what a person wrote stays. Says whether any was."""
    given = {name: fields[name] for name in ANSWERS if fields.get(name)}
    application = Application.objects.filter(enrollment=enrollment).first() if given else None
    new = {name: text for name, text in given.items() if not getattr(application, name, None)}
    if new:
        _fill_in(enrollment, new, by=by, now=now)
    return bool(new)


@verb("enrollment.fill_in")
def _fill_in(enrollment: Enrollment, answers: dict[str, str], *, by: User | None, now: datetime) -> None:
    if by is not None and not rules.may_edit_program(by, enrollment.program):
        raise NotYours(_("Only the people who run this program can enroll others."))
    application, _made = Application.objects.get_or_create(enrollment=enrollment)
    _answer(application, answers)


@verb("enrollment.wait_for_pair")
def wait_for_pair(enrollment: Enrollment, *, by: User, now: datetime) -> None:
    """Back on the waiting list: somebody who takes part and for whom a pairing found nobody."""
    if not rules.may_decide_on(by, enrollment):
        raise NotYours(_("Somebody else who runs this program has to decide on this."))
    _move(enrollment, {ACCEPTED}, WAITLISTED, waitlisted_at=now)


@verb("enrollment.set_places")
def set_places(enrollment: Enrollment, places: int, *, by: User, now: datetime, takes_no_one_new: bool = False) -> None:
    """How many learners a guide takes at a time; a break takes no one new."""
    require_places(enrollment, by)
    if enrollment.role != Role.GUIDE:
        raise NotPossible(_("Only those who guide others have places."))
    if fault := places_fault(places):
        raise NotPossible(fault)
    Enrollment.objects.filter(pk=enrollment.pk).update(places=places, takes_no_one_new=takes_no_one_new)
    enrollment.refresh_from_db()


def places_fault(places: int) -> str:
    """What to write instead, where that many cannot be."""
    if 0 <= places <= MOST_PLACES:
        return ""
    return _("Write a number from 0 to %(most)s.") % {"most": MOST_PLACES}


def require_places(enrollment: Enrollment, by: User) -> None:
    """Raises NotYours for whoever may not say how many places somebody has."""
    if not rules.may_set_places(by, enrollment):
        raise NotYours(_("Only %(name)s can change this.") % {"name": enrollment.person.first_name})


def place_on_list(enrollment: Enrollment) -> int | None:
    """1 for who moves up next; None for somebody who does not wait."""
    if enrollment.status != "waitlisted":
        return None
    waiting = Enrollment.objects.filter(program=enrollment.program_id, role=enrollment.role).on_waiting_list()
    ids = list(waiting.values_list("pk", flat=True))
    return ids.index(enrollment.pk) + 1 if enrollment.pk in ids else None


def _answer(application: Application, fields: dict[str, Any]) -> None:
    """Save the answers that are given."""
    if named := _set(application, fields):
        application.save(update_fields=named)


def _set(application: Application, fields: dict[str, Any]) -> list[str]:
    """Set the answers that are given; an empty one is none (NULL), so that the pool can ask for it. → their names."""
    named = [name for name in ANSWERS if name in fields]
    for name in named:
        setattr(application, name, (fields[name] or "").strip() or None)
    if "read_who_sees_what_at" in fields:
        application.read_who_sees_what_at = fields["read_who_sees_what_at"]
        named.append("read_who_sees_what_at")
    return named


def with_addresses(addresses: list[str]) -> Iterable[User]:
    """People by their addresses: whom one would rather not be paired with."""
    return User.objects.filter(email__in=addresses)


def _exclude(enrollment: Enrollment, people: Iterable[User]) -> None:
    Exclusion.objects.filter(enrollment=enrollment).delete()
    Exclusion.objects.bulk_create([Exclusion(enrollment=enrollment, person=person) for person in people])


def require_open(program: Program, by: User, now: datetime) -> None:
    """Raises NotPossible where nobody can apply; the last day is over when it is where the person lives."""
    if not program.takes_applications(day_of(now, by.time_zone)):
        raise NotPossible(_("%(program)s takes no applications now.") % {"program": program.name})


def _must_decide(by: User, enrollment: Enrollment) -> None:
    if not rules.may_decide_on(by, enrollment):
        raise NotYours(_("Somebody else who runs this program has to decide on this."))


def _move(enrollment: Enrollment, old: set[Any], new: str, **facts: Any) -> None:
    if not Enrollment.objects.filter(pk=enrollment.pk, status__in=old).update(status=new, **facts):
        enrollment.refresh_from_db()
        how = {"name": enrollment.person.name, "status": enrollment.get_status_display()}
        raise NotPossible(_("This was changed a moment ago. %(name)s: %(status)s.") % how)
    enrollment.refresh_from_db()
