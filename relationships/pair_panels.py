"""What a workspace shows of the pair as a whole: the way to the start, the agreement, what waits, the links at the end.

No queries in templates: everything is asked for here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.clock import day_of
from core.models import Organization
from core.prepared import first, prepared
from people.lines import share_a_line
from people.models import User
from relationships import agreeing, gates, rules, who
from relationships.forms.agreements import headings
from relationships.models import Agreement, EndDateProposal, LastLook, Relationship, Signature, Thanks


def start_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """The checklist until the two work together; `steps` is empty from then on. Fragment: `_start.html`."""
    kind = relationship.rules_of_kind
    step = kind.START.get(relationship.status)
    if step is None:
        return {"pair": relationship, "steps": []}
    missing: dict[str, list[str]] = {}
    here = relationship.status
    while here in kind.START:
        gates_here = kind.MOVES[here, kind.START[here]].gates
        missing |= {gate: gates.missing_for(relationship, (gate,)) for gate in gates_here if gate not in missing}
        here = kind.START[here]
    steps = [
        {
            "label": label,
            "missing": [capfirst(sentence) for sentence in missing[gate]],
            "url": _where(relationship, gate, tab),
        }
        for gate, (label, tab) in kind.CHECKLIST.items()
        if gate in missing
    ]
    move = kind.MOVES[relationship.status, step]
    return {
        "pair": relationship,
        "steps": steps,
        "may_start": relationship.role_of(user) in move.by,
        "is_ready": not any(missing[gate] for gate in move.gates),
        "waits_for": getattr(relationship, next(iter(move.by))).first_name if len(move.by) == 1 else "",
        "next": kind.STATUSES[step],
        "url": reverse("relationships:start", args=[relationship.pk]),
    }


def _where(relationship: Relationship, gate: str, tab: str) -> str:
    if gate == "questions":
        return reverse("programs:apply", args=[relationship.program_id, "learner"])
    return reverse(f"desk:{tab}", args=[relationship.pk])


def agreement_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """The newest version in its five headings, who signed it, what may be done with it. Fragment: `_agreement.html`."""
    newest = agreeing.newest(relationship)
    may_change = relationship.is_under_way and rules.is_half(user, relationship)
    panel: dict[str, Any] = {
        "pair": relationship,
        "words": relationship.words,
        "agreement": newest,
        "may_change": may_change,
        "who": who.pair_only(user, relationship),
    }
    if newest is None:
        return panel
    in_force = relationship.read.agreement
    labels = headings(relationship)
    signers = _signers(relationship, newest, newest.signatures.all())
    last = "ending"
    return {
        **panel,
        "parts": [
            {"name": name, "title": labels[name], "text": getattr(newest, name) or ""}
            for name in labels
            if name != last
        ],
        "last": {"title": labels[last], "text": newest.ending or ""},
        "data_contact": relationship.program.data_contact,
        "organization": Organization.here().name,
        "shows": _shows(user, relationship, newest, rules.disclosed_by(in_force)),
        "signers": signers,
        "is_in_force": in_force is not None and in_force.pk == newest.pk,
        "older": in_force if in_force is not None and in_force.pk != newest.pk else None,
        "may_sign": may_change and any(row["person"].pk == user.pk and not row["at"] for row in signers),
        "may_tick": relationship.role_of(user) == "learner",
        "suggested": agreeing.suggested(relationship),
        "shown_to": who.names(user, relationship, {relationship.rules_of_kind.SHOWN_TO}),
        "may_narrow": relationship.is_open and relationship.role_of(user) == "learner",
        "has_before": newest.version > 1,
    }


def _signers(relationship: Relationship, version: Agreement, signatures: Iterable[Signature]) -> list[dict[str, Any]]:
    signed = {signature.person_id: signature.at for signature in signatures}
    people = [relationship.learner, relationship.guide, *([version.sponsor] if version.sponsor else [])]
    return [{"person": person, "at": signed.get(person.pk)} for person in people]


def _shows(
    user: User, relationship: Relationship, newest: Agreement, disclosed: frozenset[str]
) -> list[dict[str, Any]]:
    """Each tick of the newest version, with the line of who is told it now."""
    return [
        {
            "what": what,
            "label": label,
            "ticked": getattr(newest, f"shows_{what}"),
            "who": who.told(user, relationship, what, disclosed),
            "is_shown": what in disclosed,
        }
        for what, label in relationship.rules_of_kind.DISCLOSES.items()
    ]


def how_we_work_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """What is agreed, for the side: rhythm, version and signatures, what others see. Fragment: `_how_we_work.html`."""
    agreement = relationship.read.agreement
    disclosed = rules.disclosed_by(agreement)
    readers = rules.disclosed_readers(relationship, shown=disclosed)
    return {
        "pair": relationship,
        "words": relationship.words,
        "agreement": agreement,
        "signers": _signers(relationship, agreement, relationship.read.signatures) if agreement is not None else [],
        "told": who.names(user, relationship, readers) if readers else "",
        "shown": [label for what, label in relationship.rules_of_kind.DISCLOSES.items() if what in disclosed],
    }


def standing_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """What waits for an answer about the whole: a new end date, a rest, an end that came. For `_standing.html`."""
    today = day_of(now, user.time_zone)
    kind = relationship.rules_of_kind
    leaver = relationship.leaver
    is_over = not relationship.is_open
    return {
        "pair": relationship,
        "may_propose": rules.may_propose_end_date(user, relationship),
        "may_answer": rules.may_answer_end_date(user, relationship),
        "words": relationship.words,
        **_new_end_date(user, relationship, today),
        "may_go_on": not relationship.is_past_end(today),
        "may_look_again": relationship.status == kind.LOOK_AGAIN
        or (relationship.status, kind.LOOK_AGAIN) in kind.MOVES,
        "rests": relationship.status == kind.RESTING,
        "looks_again": relationship.status == kind.LOOK_AGAIN,
        "ending": kind.ENDING_WORDS,
        "is_past_end": relationship.is_open and relationship.is_past_end(today),
        "leaver": leaver if relationship.is_open and leaver is not None and leaver.pk != user.pk else None,
        "in_one_line": relationship.is_under_way and share_a_line(relationship.guide, relationship.learner),
        "is_over": is_over,
        "thanks": list(_of(Thanks, user, relationship, today)) if is_over else [],
        "looks": list(_of(LastLook, user, relationship, today)) if is_over else [],
        "may_thank": is_over and not Thanks.objects.filter(relationship=relationship, author=user).exists(),
    }


@prepared
def _waiting_end_date(me: User, today: date, pair: UUID) -> Any:
    waiting = EndDateProposal.objects.shared_with(me, today).filter(
        relationship=pair, accepted_at__isnull=True, declined_at__isnull=True
    )
    return waiting.select_related("proposed_by").order_by("pk")[:1]


def _new_end_date(user: User, relationship: Relationship, today: date) -> dict[str, Any]:
    """The end date that waits for an answer, who reads why, and who proposes it if it is neither of the two."""
    if not relationship.is_open or not relationship.rules_of_kind.HAS_END_DATE:
        return {"proposal": None}
    found = first(_waiting_end_date(user, today, relationship.pk))
    if found is None or relationship.role_of(found.proposed_by) is not None:
        return {"proposal": found, "who": who.pair_only(user, relationship)}
    return {
        "proposal": found,
        "who": _("You two and the people who run the program"),
        "proposed_by": found.proposed_by.name,
    }


def _of(model: Any, user: User, relationship: Relationship, today: Any) -> Any:
    return model.objects.shared_with(user, today).filter(relationship=relationship).select_related("author")


def moves_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """The links at the very end of the page: rest, a new end date, look again, end. Fragment: `_moves.html`."""
    kind, here = relationship.rules_of_kind, relationship.status
    may_propose = rules.may_propose_end_date(user, relationship)
    links = []

    def offer(name: str, label: Any) -> None:
        links.append({"url": reverse(f"relationships:{name}", args=[relationship.pk]), "label": label})

    if (here, kind.RESTING) in kind.MOVES:
        offer("rest", kind.WORDS["rest"])
    if kind.HAS_END_DATE and may_propose and relationship.is_under_way:
        offer("end_date", _("Propose a new end date"))
    if (here, kind.LOOK_AGAIN) in kind.MOVES:
        offer("look_again", kind.ENDING_WORDS["look_again"])
    if (here, kind.ENDED_BY_ONE) in kind.MOVES:
        offer("end", kind.ENDING_WORDS["end_link"])
    return {"pair": relationship, "links": links}
