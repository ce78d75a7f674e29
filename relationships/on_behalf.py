"""What the people who run a program do in a pair's place, each with a reason (docs/decisions/0020).

Nobody does it for a pair of their own. `seen` is the status that the page showed: of two who act on the same row the
second one is told how it stands.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from core.clock import day_of
from core.errors import NotPossible, NotYours
from core.undoing import MAIL_WAITS
from core.verbs import verb
from core.wording import near
from people import addresses
from people.models import User
from programs.querysets import not_reminded_lately
from relationships import endings, proposing, rules
from relationships.halves import locked
from relationships.handing_over import may_get
from relationships.models import OnBehalf, Relationship, StatusChange
from relationships.occasions import occasion_of

What = OnBehalf.What


def require(pair: Relationship, by: User) -> None:
    """Raises NotYours for whoever does not run the program, and for a half of the pair."""
    if rules.may_act_for(by, pair):
        return
    if pair.role_of(by) is not None:
        raise NotYours(_("You are one of these two: somebody else who runs this program has to do it."))
    raise NotYours(_("Only the people who run this program can do that."))


@verb("on_behalf.rest")
def rest(
    pair: Relationship, reason: str, *, seen: str, until: date | None = None, by: User, now: datetime
) -> Relationship:
    """Pause or rest, until a day or until somebody wakes it."""
    pair = _begin(pair, reason, by=by, now=now, seen=seen)
    require_move(pair, pair.rules_of_kind.RESTING, by=by, now=now)
    pair.require_waking_day(until, day_of(now, by.time_zone))
    pair.change_status(pair.rules_of_kind.RESTING, by=by, now=now, wakes_on=until)
    return _keep(pair, What.REST, reason, by=by, now=now, on_day=until)


@verb("on_behalf.wake")
def wake(pair: Relationship, reason: str, *, seen: str, by: User, now: datetime) -> Relationship:
    """Go on after a rest; not past the end date."""
    pair = _begin(pair, reason, by=by, now=now, seen=seen)
    require_wake(pair, by=by, now=now)
    pair.change_status("active", by=by, now=now, wakes_on=None)
    return _keep(pair, What.WAKE, reason, by=by, now=now)


@verb("on_behalf.end")
def end(pair: Relationship, reason: str, *, seen: str, by: User, now: datetime) -> Relationship:
    """End it without fault; both are told and read what they shared for 90 days."""
    pair = _begin(pair, reason, by=by, now=now, seen=seen)
    require_move(pair, pair.rules_of_kind.ENDED_BY_ONE, by=by, now=now)
    pair.change_status(pair.rules_of_kind.ENDED_BY_ONE, by=by, now=now)
    return _keep(pair, What.END, reason, by=by, now=now)


@verb("on_behalf.hand_over")
def hand_over(pair: Relationship, guide: User, reason: str, *, seen: str, by: User, now: datetime) -> Relationship:
    """End it and propose the learner to another guide, under the same rules as every proposal; nothing that the two
    wrote goes along. Raises as `propose` does, and then nothing has changed."""
    pair = _begin(pair, reason, by=by, now=now, seen=seen)
    require_move(pair, pair.rules_of_kind.ENDED_BY_ONE, by=by, now=now)
    pair.change_status(pair.rules_of_kind.ENDED_BY_ONE, by=by, now=now)
    if not may_get(pair, guide):
        # The same words for every rule: a sentence of its own would tell of a wish.
        raise NotPossible(_("%(name)s cannot be chosen: no free place, or it does not fit this program’s rules.") % {
            "name": guide.name
        })  # fmt: skip
    following = proposing.propose(pair.program, guide, pair.learner, by=by, now=now)
    Relationship.objects.filter(pk=following.pk).update(seeded_from=pair)
    return _keep(pair, What.HAND_OVER, reason, by=by, now=now)


@verb("on_behalf.propose_end_date")
def propose_end_date(pair: Relationship, ends_on: date, reason: str, *, by: User, now: datetime) -> Relationship:
    """A new end date, which counts with the learner's yes (S0-14); the two read the reason."""
    pair = _begin(pair, reason, by=by, now=now)
    require_end_date(pair, by=by, now=now)
    endings.ask_for_end_date(pair, ends_on, reason, by=by, now=now)
    return _keep(pair, What.END_DATE, reason, by=by, now=now, on_day=ends_on)


@verb("on_behalf.remind")
def remind(pair: Relationship, reason: str, *, by: User, now: datetime) -> Relationship:
    """Remind the two of what waits: an answer, a signature, a first date, the next one. In the morning, and not twice
    in three days."""
    pair = _begin(pair, reason, by=by, now=now)
    require_remind(pair, by=by, now=now)
    if pair.status == "proposed":
        proposing.remind(pair, by=by, now=now)
    elif not Relationship.objects.filter(not_reminded_lately(now), pk=pair.pk).update(reminded_at=now):
        raise NotPossible(_("They were reminded in the last three days."))
    return _keep(pair, What.REMIND, reason, by=by, now=now)


@verb("on_behalf.take_back")
def take_back(pair: Relationship, *, at: datetime, by: User, now: datetime) -> Relationship:
    """Undo the change that was made `at` that moment, as long as nobody was told: it stands as before, and its history
    no longer says otherwise. The audit does."""
    require(pair, by)
    pair = locked(pair)
    last = StatusChange.objects.filter(relationship=pair).select_related("by").last()
    if last is None or last.at != at or last.by is None or pair.role_of(last.by) is not None:
        raise NotPossible(_standing(pair, by, now))
    if now >= at + MAIL_WAITS:
        raise NotPossible(_("Ten minutes are over: the mails are on their way."))
    as_before: dict[str, Any] = {"status": last.from_status, "ended_on": None}
    if last.to_status == pair.rules_of_kind.RESTING:
        as_before["wakes_on"] = None  # the day came with the rest; any other change left it as it was
    try:
        with transaction.atomic():
            done = Relationship.objects.filter(pk=pair.pk, status=last.to_status).update(**as_before)
    except IntegrityError:
        raise NotPossible(_("The place was taken by another pair meanwhile.")) from None
    if not done:
        raise NotPossible(_standing(pair, by, now))
    last.delete()
    OnBehalf.objects.filter(relationship=pair, at=at).delete()
    pair.refresh_from_db()
    return pair


@verb("on_behalf.forget_reminder")
def forget_reminder(pair: Relationship, *, before: datetime | None, at: datetime, by: User, now: datetime) -> None:
    """Undo a reminder of that moment, before its mails go out. `before`: when they were reminded the time before."""
    require(pair, by)
    if now >= at + MAIL_WAITS:
        raise NotPossible(_("Ten minutes are over: the mails are on their way."))
    if not Relationship.objects.filter(pk=pair.pk, reminded_at=at).update(reminded_at=before):
        raise NotPossible(_("They were reminded again meanwhile."))
    OnBehalf.objects.filter(relationship=pair, what=What.REMIND, at=at).delete()


@verb("on_behalf.ask_for_address")
def ask_for_address(
    pair: Relationship, role: str, new_email: str, reason: str, *, by: User, now: datetime
) -> Relationship:
    """Mail a link to the new address of one of the two; it counts once it is opened there (`people.addresses`)."""
    pair = _begin(pair, reason, by=by, now=now)
    addresses.ask(getattr(pair, role), new_email, by=by, now=now)
    return _keep(pair, What.ADDRESS, reason, by=by, now=now)


def require_move(pair: Relationship, to: str, *, by: User, now: datetime) -> None:
    """Raises NotPossible, with how it stands, where the kind knows no such move from here."""
    require(pair, by)
    if pair.status == "proposed" or (pair.status, to) not in pair.rules_of_kind.MOVES:
        raise NotPossible(_standing(pair, by, now))


def require_wake(pair: Relationship, *, by: User, now: datetime) -> None:
    """Raises NotPossible for a pair that does not rest, or that came to its end meanwhile."""
    require(pair, by)
    if pair.status != pair.rules_of_kind.RESTING:
        raise NotPossible(_standing(pair, by, now))
    if pair.is_past_end(pair.day_of(now)):
        raise NotPossible(_("It came to its end. Agree a new end date first."))


def require_end_date(pair: Relationship, *, by: User, now: datetime) -> None:
    """Raises NotPossible without an end date, and where nothing is under way."""
    require(pair, by)
    endings.require_end(pair)
    if not pair.is_under_way:
        raise NotPossible(_standing(pair, by, now))


def require_remind(pair: Relationship, *, by: User, now: datetime) -> None:
    """Raises NotPossible where nothing waits for the two."""
    require(pair, by)
    if not pair.is_open:
        raise NotPossible(_standing(pair, by, now))
    if pair.status != "proposed" and occasion_of(pair, now) is None:
        raise NotPossible(_("Nothing waits for these two: there is nothing to remind them of."))


def how_it_stands(pair: Relationship, by: User, now: datetime) -> str:
    """ "Amara and Leo: Paused since today, by Noa Levi." Of the two themselves nobody is named."""
    last = StatusChange.objects.filter(relationship=pair).select_related("by").last()
    facts = {"learner": pair.learner.first_name, "guide": pair.guide.first_name, "status": pair.status_label}
    if last is None:
        return _("%(learner)s and %(guide)s: %(status)s.") % facts
    day = near(day_of(last.at, by.time_zone), day_of(now, by.time_zone))
    if last.by is None or pair.role_of(last.by) is not None:
        return _("%(learner)s and %(guide)s: %(status)s since %(day)s.") % {**facts, "day": day}
    words = _("%(learner)s and %(guide)s: %(status)s since %(day)s, by %(name)s.")
    return words % {**facts, "day": day, "name": last.by.name}


_standing = lazy(how_it_stands, str)  # asked for only where somebody reads it


def _begin(pair: Relationship, reason: str, *, by: User, now: datetime, seen: str = "") -> Relationship:
    """The row as it stands now, held until the verb is through."""
    require(pair, by)
    if not reason.strip():
        raise NotPossible(_("Say why, in a sentence."))
    pair = locked(pair)
    if seen and pair.status != seen:
        raise NotPossible(_standing(pair, by, now))
    return pair


def _keep(
    pair: Relationship, what: str, reason: str, *, by: User, now: datetime, on_day: date | None = None
) -> Relationship:
    OnBehalf.objects.create(relationship=pair, what=what, reason=reason.strip(), on_day=on_day, by=by, at=now)
    return pair
