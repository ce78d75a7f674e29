"""What of a person's pairs waits for them: answers, signatures, sessions to log, suggestions, a first date.

One query for each line of thought, whatever the number of pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import day_of
from core.needs import Need
from core.wording import day, moment
from people.models import User
from programs.models import Enrollment
from relationships import kinds
from relationships.models import (
    AgendaItem,
    Agreement,
    EndDateProposal,
    Plan,
    ProposalAnswer,
    Relationship,
    Session,
    Signature,
)


def of_pairs(me: User, pairs: list[Relationship], now: datetime) -> list[Need]:
    """Every line for the pairs in which `me` is a half or the sponsor, the most pressing first."""
    by_id = {pair.pk: pair for pair in pairs}
    return [
        *_proposals(me, pairs, now),
        *_questions(me),
        *to_sign(me, by_id),
        *_as_sponsor(me),
        *_under_way(me, by_id, now),
    ]


def of_pair(me: User, pair: Relationship, now: datetime) -> list[Need]:
    """The lines for one pair alone."""
    by_id = {pair.pk: pair}
    return [*_proposals(me, [pair], now), *to_sign(me, by_id), *_under_way(me, by_id, now)]


def _under_way(me: User, by_id: dict[Any, Relationship], now: datetime) -> list[Need]:
    return [
        *_end_dates(me, by_id),
        *_to_log(me, by_id, now),
        *_to_confirm(me, by_id, now),
        *_plans(me, by_id),
        *_suggestions(me, by_id),
        *_first_dates(me, list(by_id.values()), now),
        *_late_steps(me, by_id, now),
    ]


def _proposals(me: User, pairs: list[Relationship], now: datetime) -> Iterable[Need]:
    proposed = [pair for pair in pairs if pair.status == "proposed"]
    if not proposed:
        return
    answered = set(ProposalAnswer.objects.visible_to(me).values_list("relationship_id", flat=True))
    for pair in proposed:
        if pair.pk not in answered:
            other = pair.other(me)
            word = pair.words["guide" if pair.role_of(me) == "learner" else "learner"]
            text = _("%(name)s could be your %(word)s. Answer by %(day)s; a no needs no reason.")
            facts = {"name": other.name, "word": word, "day": day(pair.answer_by, day_of(now, me.time_zone))}
            yield Need(
                text % facts, reverse("relationships:answer", args=[pair.pk]), _("Look and answer"), pair_id=pair.pk
            )


def _questions(me: User) -> Iterable[Need]:
    """Two questions that an admin let wait: asked first at sign-in."""
    open_ones = Q(application__wants__isnull=True) | Q(application__how__isnull=True)
    rows = Enrollment.objects.visible_to(me).filter(open_ones, person=me, role="learner", status="accepted")
    for row in rows.select_related("program"):
        text = _("Two questions for %(program)s: what do you want to get out of this, and how?")
        url = reverse("programs:apply", args=[row.program_id, "learner"])
        yield Need(text % {"program": row.program.name}, url, _("Answer them (3 minutes)"))


def to_sign(me: User, by_id: dict[Any, Relationship]) -> Iterable[Need]:
    mine = Signature.objects.filter(agreement=OuterRef("pk"), person=me)
    later = Agreement.objects.filter(relationship=OuterRef("relationship"), version__gt=OuterRef("version"))
    rows = Agreement.objects.visible_to(me).filter(~Exists(mine), ~Exists(later), in_force_at__isnull=True)
    for row in rows.filter(relationship__in=by_id):
        pair = by_id[row.relationship_id]
        text = _("The %(agreement)s with %(name)s waits for your signature.")
        facts = {"agreement": pair.words["agreement"], "name": pair.other(me).first_name}
        yield Need(text % facts, reverse("desk:pair_agreement", args=[pair.pk]), _("Read and sign"), pair_id=pair.pk)


def _as_sponsor(me: User) -> Iterable[Need]:
    """Contracts that name `me` as sponsor and are signed by the one who is coached."""
    for row in Agreement.objects.waiting_for_sponsor(me).select_related("relationship__learner"):
        pair = row.relationship
        text = _("The %(agreement)s of %(name)s waits for your signature.")
        facts = {"agreement": pair.words["agreement"], "name": pair.learner.name}
        yield Need(text % facts, reverse("relationships:sponsor", args=[pair.pk]), _("Read and sign"))


def _end_dates(me: User, by_id: dict[Any, Relationship]) -> Iterable[Need]:
    rows = EndDateProposal.objects.visible_to(me).filter(
        relationship__in=by_id, accepted_at__isnull=True, declined_at__isnull=True
    )
    for row in rows.exclude(proposed_by=me):
        text = _("%(name)s proposes a new end date.") % {"name": by_id[row.relationship_id].other(me).first_name}
        url = reverse("desk:pair_agreement", args=[row.relationship_id])
        yield Need(text, url, _("Look"), pair_id=row.relationship_id)


def _to_log(me: User, by_id: dict[Any, Relationship], now: datetime) -> Iterable[Need]:
    for row in Session.objects.visible_to(me).to_log(now).filter(relationship__in=by_id, status="planned"):
        pair = by_id[row.relationship_id]
        if not pair.may_be_logged_on(day_of(now, me.time_zone)):
            continue
        text = _("How did %(when)s with %(name)s go?")
        facts = {
            "when": moment(row.starts_at, day_of(now, me.time_zone), me.time_zone),
            "name": pair.other(me).first_name,
        }
        more = [(_("It did not take place"), reverse("relationships:session_missed", args=[row.pk]))]
        url = reverse("relationships:session_log", args=[row.pk])
        yield Need(text % facts, url, pair.words["we_met"], more, pair.pk)


def _to_confirm(me: User, by_id: dict[Any, Relationship], now: datetime) -> Iterable[Need]:
    rows = Session.objects.visible_to(me).held().filter(relationship__in=by_id, confirmed_at__isnull=True)
    for row in rows.exclude(logged_by=me).filter(logged_at__isnull=False):
        pair = by_id[row.relationship_id]
        text = _("%(name)s logged %(when)s, %(n)s min.")
        when = moment(row.starts_at, day_of(now, me.time_zone), me.time_zone)
        facts = {"name": pair.other(me).first_name, "when": when, "n": row.minutes}
        url = reverse("relationships:session", args=[row.pk])
        yield Need(text % facts, url, _("Look"), pair_id=pair.pk)


def _plans(me: User, by_id: dict[Any, Relationship]) -> Iterable[Need]:
    mine = {pk: pair for pk, pair in by_id.items() if pair.is_open and pair.role_of(me) == "learner"}
    if not mine:
        return
    for row in Plan.objects.visible_to(me).filter(relationship__in=mine).exclude(accepted_version=F("version")):
        pair = mine[row.relationship_id]
        text = _("%(name)s suggests a plan. It counts once you accept it.") % {"name": pair.guide.first_name}
        yield Need(text, reverse("desk:pair_goals", args=[pair.pk]), _("Read the plan"), pair_id=pair.pk)


def _late_steps(me: User, by_id: dict[Any, Relationship], now: datetime) -> Iterable[Need]:
    """Steps of a plan whose day has gone by, for whoever writes the plan; the first one of each pair (S0-31)."""
    mine = _working_with_my(me, by_id.values(), "plan")
    if not mine:
        return
    rows = AgendaItem.objects.visible_to(me).standing().filter(relationship__in=mine, layer="plan", status="on")
    seen = set()
    for row in rows.filter(on_day__lt=day_of(now, me.time_zone)).order_by("on_day", "id"):
        if row.relationship_id not in seen:
            seen.add(row.relationship_id)
            pair = mine[row.relationship_id]
            text = _("%(name)s, plan: a step is late: %(step)s.") % {
                "name": pair.other(me).first_name,
                "step": row.text,
            }
            yield Need(text, reverse("desk:pair_goals", args=[pair.pk]), _("Open the plan"), pair_id=pair.pk)


def _working_with_my(me: User, pairs: Iterable[Relationship], layer: str) -> dict[Any, Relationship]:
    """Of these the ones at work in which that layer is mine to write, by their ids."""
    owned = {kind: module.LAYER_OWNER[layer] for kind, module in kinds.KINDS.items()}
    return {pair.pk: pair for pair in pairs if pair.is_working and pair.role_of(me) == owned[pair.kind]}


def _suggestions(me: User, by_id: dict[Any, Relationship]) -> Iterable[Need]:
    rows = AgendaItem.objects.visible_to(me).standing().filter(relationship__in=by_id, status="suggested")
    rows = rows.exclude(author=me)
    seen = set()
    for pair_id, layer in rows.values_list("relationship_id", "layer"):
        pair = by_id[pair_id]
        owner = kinds.of(pair.kind).LAYER_OWNER[layer]
        if pair.role_of(me) == owner and pair_id not in seen:
            seen.add(pair_id)
            text = _("%(name)s suggested a point.") % {"name": pair.other(me).first_name}
            yield Need(text, reverse("desk:pair", args=[pair_id]), _("Look"), pair_id=pair_id)


def _first_dates(me: User, pairs: list[Relationship], now: datetime) -> Iterable[Need]:
    """Both said yes, nothing planned or held: who leads picks a time."""
    mine = _working_with_my(me, pairs, "session")
    if not mine:
        return
    begun = set(
        Session.objects.visible_to(me)
        .filter(relationship__in=mine, status__in=["planned", "held", "unknown"])
        .values_list("relationship_id", flat=True)
    )
    for pair in mine.values():
        if pair.pk not in begun:
            text = _("You and %(name)s both said yes. You lead: pick a time.") % {"name": pair.other(me).first_name}
            url = reverse("relationships:session_plan", args=[pair.pk])
            yield Need(text, url, kinds.of(pair.kind).PLAN_IT, pair_id=pair.pk)
