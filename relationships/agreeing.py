"""Agreeing in versions: write, change, sign, show less (S0-34, C17).

A change is a new version that nobody has signed. The version in force holds until every party signed the next one.
Only the learner decides what others see: less counts at once, more with the learner's new signature.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours, Stale
from core.verbs import verb
from people.models import User
from programs.models import Application
from relationships import gates, rules
from relationships.models import Agreement, Relationship, Signature

TEXTS = ("mission", "purpose", "how_we_work", "stays_between", "ending")


@dataclass(frozen=True)
class Terms:
    """What a version says. `shows` None keeps the ticks of the version before."""

    texts: Mapping[str, str]
    cadence_days: int
    shows: Collection[str] | None = None
    sponsor: User | None = None


def newest(relationship: Relationship) -> Agreement | None:
    """The version that is read, changed and signed now."""
    return relationship.agreements.order_by("-version").first()


def mission(relationship: Relationship) -> str:
    """The sentence on top of every page of a coaching (S0-20); empty where there is none."""
    agreement = relationship.read.agreement if relationship.rules_of_kind.ASKS_FOR_MISSION else None
    return (agreement.mission or "") if agreement is not None else ""


def find_sponsor(email: str) -> User | None:
    """Whoever is here with this address."""
    return User.objects.active().filter(email=email.strip().lower()).first()


def suggested(relationship: Relationship) -> list[str]:
    """What the program suggests to show others, in words: a suggestion, and no tick."""
    labels = relationship.rules_of_kind.DISCLOSES
    return [str(labels[what]) for what in labels if what in relationship.program.proposed_ticks]


def draft(relationship: Relationship, *, by: User) -> dict[str, str]:
    """What the form starts with before there is a version: the kind's texts.

    In mentoring the learner's own two answers are the first draft of what it is for (C7), and only in the learner's
    own form: what somebody wrote when applying is not shown on.
    """
    texts = {name: str(text) for name, text in relationship.rules_of_kind.AGREEMENT_TEXTS.items()}
    if relationship.rules_of_kind.DRAFT_FROM_ANSWERS and by.pk == relationship.learner_id:
        application = Application.objects.filter(
            enrollment__program=relationship.program_id, enrollment__person=by, enrollment__role="learner"
        ).first()
        answers = [application.wants, application.how] if application else []
        texts["purpose"] = "\n\n".join(answer for answer in answers if answer)
    return texts


@verb("agreement.write")
def write(relationship: Relationship, terms: Terms, *, based_on: int, by: User, now: datetime) -> Agreement:
    """A new version, made from version `based_on` (0: the first). It voids all signatures.

    Raises Stale with both texts if somebody wrote a version in between; PermissionDenied if anybody but the learner
    touches what others see.
    """
    require(relationship, by)
    _lock(relationship)
    _refuse_closed(relationship)
    before = newest(relationship)
    if (before.version if before else 0) != based_on:
        raise Stale(_texts_of(before), dict(terms.texts))
    kind = relationship.rules_of_kind
    if kind.ASKS_FOR_MISSION and not terms.texts.get("mission", "").strip():
        raise NotPossible(_("the mission in one sentence is missing."))
    if terms.sponsor is not None:
        _refuse_sponsor(relationship, terms.sponsor)
    shows = _ticks(relationship, before, terms, by)
    relationship.agreements.filter(in_force_at__isnull=True, superseded_at__isnull=True).update(superseded_at=now)
    version = Agreement.objects.create(
        relationship=relationship, version=based_on + 1, written_by=by, written_at=now, sponsor=terms.sponsor,
        cadence_days=terms.cadence_days,
        **{name: terms.texts.get(name, "") for name in TEXTS}, **{f"shows_{what}": True for what in shows},
    )  # fmt: skip
    if by.pk == relationship.learner_id:
        _show_less(relationship, shows, keep_sponsor=terms.sponsor)
    return version


@verb("agreement.narrow")
def narrow(relationship: Relationship, *, keep: Collection[str], by: User, now: datetime) -> None:
    """The learner takes ticks back: it counts at once, without anybody's signature (C17)."""
    if relationship.role_of(by) != "learner" or not by.is_active:
        raise NotYours(_whose_ticks(relationship))
    _lock(relationship)
    _show_less(relationship, frozenset(keep))


@verb("agreement.sign")
def sign(
    relationship: Relationship, version: int, *, shows: Collection[str] | None = None, by: User, now: datetime
) -> Agreement:
    """Sign the version that was read. The last signature puts it in force in place of the one before.

    The learner says with the signature what others see (`shows`; None keeps the ticks): that is nobody else's to agree
    to, so it voids no signature. Signing twice changes nothing. The sponsor signs after the learner: before that,
    nobody outside the pair knows.
    """
    if not by.is_active:
        raise NotYours(_("Only the people named in it can sign."))
    _lock(relationship)
    agreement = newest(relationship)
    if agreement is None or by.pk not in agreement.parties:
        raise NotYours(_("Only the people named in it can sign."))
    _refuse_closed(relationship)
    if agreement.version != version:
        raise NotPossible(_("It was changed while you were reading. Have a look at the new version first."))
    signed = set(agreement.signatures.values_list("person_id", flat=True))
    if by.pk not in {relationship.guide_id, relationship.learner_id} and relationship.learner_id not in signed:
        raise NotYours(_("Only the people named in it can sign."))
    if shows is not None and by.pk != relationship.learner_id:
        raise NotYours(_whose_ticks(relationship))
    if by.pk not in signed:
        if shows is not None:
            _tick(relationship, agreement, frozenset(shows))
        Signature.objects.create(agreement=agreement, person=by, at=now)
        if agreement.parties <= signed | {by.pk}:
            _put_in_force(relationship, agreement, by=by, now=now)
    return agreement


def _put_in_force(relationship: Relationship, agreement: Agreement, *, by: User, now: datetime) -> None:
    relationship.agreements.in_force().update(superseded_at=now)
    agreement.in_force_at = now
    agreement.save(update_fields=["in_force_at"])
    relationship.cadence_days = agreement.cadence_days
    relationship.save(update_fields=["cadence_days"])
    # If nothing else is missing, the last signature is also the first step.
    kind = relationship.rules_of_kind
    step = kind.START.get(relationship.status)
    move = kind.MOVES.get((relationship.status, step))
    if move and relationship.role_of(by) in move.by and not gates.missing_for(relationship, move.gates):
        relationship.move(step, by=by, now=now)


def _tick(relationship: Relationship, agreement: Agreement, wanted: frozenset[str]) -> None:
    """The learner's ticks on the version that is signed now; fewer count at once on the one in force, too."""
    _refuse_unknown(relationship, wanted)
    names = {f"shows_{what}": what in wanted for what in relationship.rules_of_kind.DISCLOSES}
    for name, ticked in names.items():
        setattr(agreement, name, ticked)
    agreement.save(update_fields=list(names))
    _show_less(relationship, wanted)


def _refuse_unknown(relationship: Relationship, wanted: frozenset[str]) -> None:
    if wanted - frozenset(relationship.rules_of_kind.DISCLOSES):
        raise NotPossible(_("Nobody is shown that here."))


def _show_less(relationship: Relationship, keep: Collection[str], keep_sponsor: User | bool | None = True) -> None:
    """Takes ticks away from the version in force and from the one that waits; never adds any."""
    for agreement in relationship.agreements.filter(superseded_at__isnull=True):
        for what in relationship.rules_of_kind.DISCLOSES:
            name = f"shows_{what}"
            setattr(agreement, name, getattr(agreement, name) and what in keep)
        if keep_sponsor is not True and agreement.sponsor != keep_sponsor:
            agreement.sponsor = None
        ticks = [f"shows_{what}" for what in relationship.rules_of_kind.DISCLOSES]
        agreement.save(update_fields=["sponsor", *ticks])


def _ticks(relationship: Relationship, before: Agreement | None, terms: Terms, by: User) -> frozenset[str]:
    known = frozenset(relationship.rules_of_kind.DISCLOSES)
    kept = frozenset(what for what in known if before is not None and getattr(before, f"shows_{what}"))
    if terms.shows is None:
        return kept
    wanted = frozenset(terms.shows)
    _refuse_unknown(relationship, wanted)
    if wanted != kept and by.pk != relationship.learner_id:
        raise NotYours(_whose_ticks(relationship))
    return wanted


def _refuse_sponsor(relationship: Relationship, sponsor: User) -> None:
    if not relationship.rules_of_kind.HAS_SPONSOR:
        raise NotPossible(_("There is no third party here."))
    if relationship.role_of(sponsor) is not None or not sponsor.is_active:
        raise NotPossible(_("Name somebody else who is here."))


def require(relationship: Relationship, by: User) -> None:
    """Raises NotYours or NotPossible where `by` cannot write a version now."""
    if not rules.is_half(by, relationship):
        raise NotYours(_("Only the two people of this pair can do that."))
    _refuse_closed(relationship)


def _refuse_closed(relationship: Relationship) -> None:
    if not relationship.is_under_way:
        raise NotPossible(_("There is nothing to agree now."))


def _lock(relationship: Relationship) -> None:
    """Writers and signers of one pair come one after the other."""
    Relationship.objects.select_for_update().filter(pk=relationship.pk).exists()
    relationship.refresh_from_db(fields=["status"])


def _texts_of(agreement: Agreement | None) -> dict[str, Any]:
    return {name: getattr(agreement, name) or "" for name in TEXTS} if agreement else {}


def _whose_ticks(relationship: Relationship) -> str:
    return _("Only %(name)s decides what others see.") % {"name": relationship.learner.first_name}


@dataclass(frozen=True)
class Change:
    """One thing that differs between two versions."""

    about: str
    before: str
    after: str


def changes(old: Agreement | None, new: Agreement, headings: Mapping[str, str]) -> list[Change]:
    """What differs from the version before, in the order of the page."""
    found = [(headings[name], _text(old, name), _text(new, name)) for name in TEXTS if name in headings]
    found.append((_("Days between two meetings"), _text(old, "cadence_days"), _text(new, "cadence_days")))
    found.append((_("Sponsor"), _text(old, "sponsor"), _text(new, "sponsor")))
    labels = new.relationship.rules_of_kind.DISCLOSES
    found.append((_("What others see"), _shown(old, labels), _shown(new, labels)))
    return [Change(*row) for row in found if row[1] != row[2]]


def _text(agreement: Agreement | None, name: str) -> str:
    value = getattr(agreement, name, None) if agreement is not None else None
    return "" if value is None else str(value)


def _shown(agreement: Agreement | None, labels: Mapping[str, Any]) -> str:
    ticked = [str(labels[what]) for what in labels if agreement is not None and getattr(agreement, f"shows_{what}")]
    return ", ".join(ticked) or _("Nothing")
