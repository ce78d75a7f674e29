"""Which relationships, and what hangs on them, a person may read. Every text of a pair starts from the pair."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from people import searching
from people.models import PersonWord
from programs.querysets import not_reminded_lately, run_by
from relationships import kinds

# Both halves read what they shared for so many days after the end.
READABLE_DAYS = 90
# So long after its start a session still counts as the next one, and not as one that lies behind.
UNDER_WAY = timedelta(hours=1)


def is_half(user: Any) -> Q:
    return Q(guide=user) | Q(learner=user)


def pairs_of(user: Any) -> models.QuerySet[Any]:
    """Ids of the pairs that `user` is or was a half of, whatever became of them."""
    return _relationships().filter(is_half(user)).values("pk")


def other_halves(user: Any) -> Q:
    """People whom `user` may see because the two are a pair, or are proposed as one."""
    pairs = _relationships().filter(is_half(user)).exclude(status="lapsed")
    return Q(pk__in=pairs.values("guide_id")) | Q(pk__in=pairs.values("learner_id"))


def _owned_by(user: Any) -> Q:
    """Agenda lines of the layers that are `user`'s to write (C1), of `_told_of_pair`."""
    mine = Q()
    for kind, module in kinds.KINDS.items():
        for layer, role in module.LAYER_OWNER.items():
            mine |= Q(of_kind=kind, layer=layer, **{f"of_{role}": user.pk})
    return mine


def _told_of_pair(lines: Any) -> Any:
    """Lines of the pair of the query around, with its kind and halves. Joined to the pair once more, PostgreSQL would
    plan the choice of layers for longer than it takes to answer."""
    halves = {f"of_{role}": ExpressionWrapper(OuterRef(role), models.UUIDField()) for role in ("guide", "learner")}
    return lines.annotate(of_kind=ExpressionWrapper(OuterRef("kind"), models.CharField()), **halves)


class RelationshipQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D2: the two (not what lapsed), the admins of the program, the org admin. Sponsors: see `disclosed_to`."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_org_admin:
            return self
        return self.filter((is_half(user) & ~Q(status="lapsed")) | Q(program__in=run_by(user)))

    def shared_with(self, user: Any, today: date) -> Self:
        """The two only: whose content `user` may read, while open and for 90 days after the end."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        recent = Q(ended_on__isnull=True) | Q(ended_on__gte=today - timedelta(days=READABLE_DAYS))
        return self.filter(is_half(user) & recent).exclude(status="lapsed")

    def disclosed_to(self, user: Any, what: str = "takes_place") -> Self:
        """Of which the version in force lets `user` know `what` (takes_place, sessions, end_date, goals; C17).

        Coaching: the sponsor named in it. Mentoring: the learner's line manager, if the learner ticked it. Without the
        tick for `takes_place` no other counts.
        """
        from relationships.models import Agreement

        if not user.is_authenticated or not user.is_active:
            return self.none()
        ticked = {"shows_takes_place": True, f"shows_{what}": True}
        in_force = Agreement.objects.in_force().filter(relationship=OuterRef("pk"), **ticked)
        shown = Q()
        for kind, module in kinds.KINDS.items():
            if what in module.DISCLOSES:
                to_sponsor = Q(Exists(in_force.filter(sponsor=user)))
                to_manager = Q(learner__manager=user) & Q(Exists(in_force))
                shown |= Q(kind=kind) & (to_sponsor if module.HAS_SPONSOR else to_manager)
        return self.open().filter(shown) if shown else self.none()

    def findable_by(self, user: Any, today: date) -> Self:
        """Those that open for `user` as one of the two, or as somebody who runs things."""
        own = _relationships().shared_with(user, today)
        return self.visible_to(user).filter(~is_half(user) | Q(pk__in=own.values("pk")))

    def between(self, words: str) -> Self:
        """Of whose two each word that was typed finds one."""
        found = self
        for starts_like in searching.asked_for(words):
            named = PersonWord.objects.filter(starts_like).values("person_id")
            found = found.filter(Q(guide__in=named) | Q(learner__in=named))
        return found

    def proposed_to(self, user: Any) -> Self:
        """Pairs in which `user` is a half, whatever became of the proposal. For the page that asks for the answer."""
        return self.filter(is_half(user)) if user.is_authenticated and user.is_active else self.none()

    def sponsored_by(self, user: Any) -> Self:
        """Open pairs of which `user` may know as their sponsor (C17)."""
        from relationships.models import Agreement

        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Exists(Agreement.objects.told_to_sponsor(user.pk).filter(relationship=OuterRef("pk"))))

    def with_leaver(self) -> Self:
        """Open pairs of which one half has left: closing is offered to the other."""
        return self.open().filter(Q(guide__is_active=False) | Q(learner__is_active=False))

    def brought_in(self) -> Self:
        """Pairs that ran before they came here: they were never proposed here."""
        from relationships.models import StatusChange

        first = StatusChange.objects.filter(relationship=OuterRef("pk"), from_status="").exclude(to_status="proposed")
        return self.filter(Exists(first))

    def unwritten(self) -> Self:
        """Those of them that go on and have no agreement yet, not even an unsigned one."""
        from relationships.models import Agreement

        return self.brought_in().under_way().filter(~Exists(Agreement.objects.filter(relationship=OuterRef("pk"))))

    def unsigned(self) -> Self:
        """Pairs under way whose agreement is not in force."""
        from relationships.models import Agreement

        in_force = Agreement.objects.in_force().filter(relationship=OuterRef("pk"))
        return self.under_way().filter(~Exists(in_force))

    def open(self) -> Self:
        return self.filter(status__in=kinds.OPEN_STATUSES)

    def under_way(self) -> Self:
        """Both said yes, and it has not ended."""
        return self.open().exclude(status="proposed")

    def proposed(self) -> Self:
        return self.filter(status="proposed")

    def to_remind(self, now: datetime) -> Self:
        """Proposed pairs that wait for an answer, were told of it, and that nobody has reminded lately."""
        told = Q(told_on__isnull=True) | Q(told_on__lt=now.date())
        return self.proposed().filter(told, not_reminded_lately(now), answer_by__gte=now.date()).for_page()

    def with_waiting(self, user: Any, today: date) -> Self:
        """Of each pair of which `user` is a half, what waits for them: `has_answered` (the proposal), `is_written` (the
        agreement), `waits_for_signature`, `end_date_from` (the first name of who proposes a new one),
        `has_plan_to_accept`, `has_suggestion`, `has_late_step`. All in the one query that fetches the pairs."""
        from relationships import models as rows

        here = {"relationship": OuterRef("pk")}
        later = rows.Agreement.objects.filter(relationship=OuterRef("relationship"), version__gt=OuterRef("version"))
        signed = rows.Signature.objects.filter(agreement=OuterRef("pk"), person=user)
        to_sign = rows.Agreement.objects.filter(~Exists(signed), ~Exists(later), in_force_at__isnull=True, **here)
        dates = rows.EndDateProposal.objects.filter(accepted_at__isnull=True, declined_at__isnull=True, **here)
        given = NullIf("proposed_by__given_name", Value(""))
        first_name = Coalesce(given, "proposed_by__family_name")
        plans = rows.Plan.objects.filter(relationship__learner=user, **here).exclude(accepted_version=F("version"))
        lines = _told_of_pair(rows.AgendaItem.objects.standing().filter(**here))
        late = lines.of_layer("plan").filter(_owned_by(user), status="on", on_day__lt=today)
        return self.annotate(
            has_answered=Exists(rows.ProposalAnswer.objects.filter(person=user, **here)),
            waits_for_signature=Exists(to_sign),
            is_written=Exists(rows.Agreement.objects.filter(**here)),
            end_date_from=Subquery(dates.values(name=first_name)[:1]),
            has_plan_to_accept=Exists(plans),
            has_suggestion=Exists(lines.filter(_owned_by(user), status="suggested").exclude(author=user)),
            has_late_step=Exists(late),
        )

    def working(self) -> Self:
        """Where the two work together: neither proposed, resting nor over."""
        any_of = Q()
        for kind, module in kinds.KINDS.items():
            any_of |= Q(kind=kind, status__in=sorted(module.WORKING))
        return self.filter(any_of)

    def for_page(self) -> Self:
        """With the people and the program that every page names."""
        return self.select_related("program", "guide", "learner", "program__help_contact")


class KindManager(models.Manager[Any]):
    """The rows of one kind only, for the proxies."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> RelationshipQuerySet:
        return RelationshipQuerySet(self.model, using=self._db).filter(kind=self.kind)


def _relationships() -> RelationshipQuerySet:
    from relationships.models import Relationship

    return Relationship.objects.all()


def _signatures() -> models.QuerySet[Any]:
    from relationships.models import Signature

    return Signature.objects.all()


class OfPairQuerySet(models.QuerySet[Any]):
    def shared_with(self, user: Any, today: date) -> Self:
        """For the two of the pair, while it is open and for 90 days after the end."""
        return self.filter(relationship__in=_relationships().shared_with(user, today))


class ThroughRelationshipQuerySet(OfPairQuerySet):
    """D2 rows that hang on a relationship: whoever may see it may see them."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(relationship__in=_relationships().visible_to(user))


class SessionQuerySet(ThroughRelationshipQuerySet):
    def planned(self) -> Self:
        return self.filter(status="planned")

    def held(self) -> Self:
        return self.filter(status="held")

    def coming(self, now: datetime) -> Self:
        """Planned and not over, of pairs that go on: the next one first."""
        going_on = Q(relationship__status__in=kinds.OPEN_STATUSES)
        return self.planned().filter(going_on, starts_at__gt=now - UNDER_WAY).order_by("starts_at", "id")

    def to_log(self, now: datetime) -> Self:
        """Begun, and nobody has said yet whether it took place: the latest first."""
        return self.filter(status__in=["planned", "unknown"], starts_at__lte=now).order_by("-starts_at", "-id")

    def silent_since(self, moment: datetime) -> Self:
        """Planned before `moment`, and nobody ever said whether it took place."""
        return self.planned().filter(starts_at__lt=moment)


class SharedTextQuerySet(OfPairQuerySet):
    """D3 rows: the two of the pair, nobody else."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        pairs = _relationships().filter(is_half(user)).exclude(status="lapsed")
        return self.filter(relationship__in=pairs)


class AgreementQuerySet(SharedTextQuerySet):
    def in_force(self) -> Self:
        """The version that every party signed and that no later one replaced."""
        return self.filter(in_force_at__isnull=False, superseded_at__isnull=True)

    def told_to_sponsor(self, pk: Any) -> Self:
        """Versions of open pairs that name this person as sponsor: signed by the learner, before which nobody learns of
        the coaching, and either waiting for the sponsor's signature or still to be known, which the learner takes back
        at any time (C17)."""
        signed = _signatures().filter(agreement=OuterRef("pk"))
        by_learner = Exists(signed.filter(person=OuterRef("relationship__learner")))
        lets_know = Q(shows_takes_place=True) | ~Exists(signed.filter(person=pk))
        standing = self.filter(superseded_at__isnull=True, relationship__status__in=kinds.OPEN_STATUSES)
        return standing.filter(by_learner, lets_know, sponsor=pk)

    def waiting_for_sponsor(self, user: Any) -> Self:
        """Those of them that `user` has not signed."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        signed = _signatures().filter(agreement=OuterRef("pk"), person=user.pk)
        return self.told_to_sponsor(user.pk).filter(~Exists(signed), in_force_at__isnull=True)


class AgendaQuerySet(SharedTextQuerySet):
    def standing(self) -> Self:
        """Not removed."""
        return self.filter(removed_at__isnull=True)

    def of_layer(self, layer: str) -> Self:
        return self.standing().filter(layer=layer)

    def waiting_lines(self, now: datetime) -> Self:
        """The agenda of the next session: what is neither done nor declined moves on by itself, and so do suggestions
        that nobody decided; what was put off comes back when the session that it skips lies behind."""
        skips = Q(after_session__status="planned", after_session__starts_at__gt=now - UNDER_WAY)
        return self.of_layer("session").filter(status__in=["on", "suggested"]).exclude(skips)

    def put_off(self, now: datetime) -> Self:
        """Suggestions that skip the next session."""
        skips = Q(after_session__status="planned", after_session__starts_at__gt=now - UNDER_WAY)
        return self.of_layer("session").filter(skips, status="suggested")


class ActionQuerySet(SharedTextQuerySet):
    def standing(self) -> Self:
        """Not removed."""
        return self.filter(removed_at__isnull=True)

    def open(self) -> Self:
        return self.standing().filter(done_at__isnull=True)


class SessionLogQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D3: the two of the pair."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(session__relationship__in=_relationships().filter(is_half(user)))


class SignatureQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D3: the two of the pair, and one's own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        pairs = _relationships().filter(is_half(user))
        return self.filter(Q(agreement__relationship__in=pairs) | Q(person=user))


class OnBehalfQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D9: the people who run the program of the pair, unless they are of the pair themselves."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(relationship__in=_relationships().filter(program__in=run_by(user)).exclude(is_half(user)))


class OwnAnswerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D5: the author alone."""
        return self.filter(person=user) if user.is_authenticated and user.is_active else self.none()


class OwnTextQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D4: the author alone."""
        return self.filter(author=user) if user.is_authenticated and user.is_active else self.none()
