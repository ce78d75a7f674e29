"""Which programs, enrollments and applications a person may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, Q, When
from django.db.models.functions import Coalesce

# So long after a reminder nobody asks again.
AGAIN_AFTER = timedelta(days=3)
# Of a person: ids of the pairs that they are a half of. Pairs stand above this floor and register here.
own_pairs: list[Callable[[Any], models.QuerySet[Any]]] = []


def not_reminded_lately(now: datetime) -> Q:
    return Q(reminded_at__isnull=True) | Q(reminded_at__lte=now - AGAIN_AFTER)


def run_by(user: Any) -> models.QuerySet[Any]:
    """Ids of the programs that `user` runs."""
    from programs.models import ProgramAdmin

    return ProgramAdmin.objects.filter(person=user).values("program_id")


class Joined(models.Aggregate):
    """Ids with commas between, on either database."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ',')", **extra)


def programs_run(person: Any) -> Coalesce:
    """What a person's row brings along as `programs_run`, so that `known_programs` need not ask for it."""
    from programs.models import ProgramAdmin

    rows = ProgramAdmin.objects.filter(person=person).order_by().values("person")
    return Coalesce(models.Subquery(rows.values(ids=Joined("program_id"))), models.Value("", models.TextField()))


def known_programs(user: Any) -> frozenset[UUID] | None:
    """Ids of the programs that `user` ran when fetched; None where they did not come along (`programs_run`)."""
    text = getattr(user, "programs_run", None)
    return None if text is None else frozenset(UUID(key) for key in text.split(",") if key)


def whole_directory(user: Any) -> Q:
    """Who runs a program sees the directory: it is where people are invited from."""
    known = known_programs(user)
    return Q(pk__isnull=False) if (run_by(user).exists() if known is None else known) else Q(pk__in=[])


class ProgramQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Open programs are readable before applying; the others by those who take part, run them or run the house."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_org_admin:
            return self
        from programs.models import Enrollment

        own = Enrollment.objects.filter(person=user).values("program_id")
        return self.filter(Q(status="open") | Q(pk__in=run_by(user)) | Q(pk__in=own) | Q(help_contact=user))

    def with_public_link(self) -> Self:
        """Open programs: whoever holds the link may read what they are for."""
        return self.filter(status="open")

    def run_by(self, user: Any) -> Self:
        """The programs that `user` runs."""
        return self.filter(pk__in=run_by(user)) if user.is_active else self.none()

    def with_seen_until(self, user: Any) -> Self:
        """Up to which moment `user` has marked the news of each as seen."""
        from programs.models import ProgramAdmin

        own = ProgramAdmin.objects.filter(program=models.OuterRef("pk"), person=user)
        return self.annotate(seen_until=models.Subquery(own.values("seen_until")[:1]))


class ProgramAdminQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        from programs.models import Program

        return self.filter(program__in=Program.objects.visible_to(user))


class EnrollmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own, those of programs that one runs; org admin: all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_org_admin:
            return self
        return self.filter(Q(person=user) | Q(program__in=run_by(user)))

    def of_home(self, person: Any) -> Self:
        """Where somebody takes part or waits, and what they have begun to write where that can still be sent."""
        begun = Q(status="draft", program__status="open")
        return self.filter(begun | Q(status__in=["accepted", "waitlisted", "applied"]), person=person)

    def sent(self) -> Self:
        """What others may know of: who has begun an application looks like who has not."""
        return self.exclude(status="draft")

    def taking_part(self) -> Self:
        return self.filter(status="accepted", person__is_active=True)

    def matchable(self) -> Self:
        """Accepted, active, and for learners both questions answered, unless the admin said later (S0-33)."""
        answered = Q(application__wants__isnull=False, application__how__isnull=False)
        return self.taking_part().filter(Q(role="guide") | answered | Q(program__questions_later=True))

    def unanswered(self) -> Self:
        """Take part, and cannot be paired before they have answered the two questions."""
        return self.taking_part().filter(role="learner").exclude(pk__in=self.matchable().values("pk"))

    def with_open_questions(self) -> Self:
        """Each with `has_open_questions`: one of the two is not answered."""
        open_ones = Q(application__wants__isnull=True) | Q(application__how__isnull=True)
        return self.annotate(has_open_questions=open_ones)

    def to_remind(self, now: datetime) -> Self:
        """Of these the ones that nobody has reminded lately."""
        return self.unanswered().filter(not_reminded_lately(now)).select_related("person", "program")

    def to_decide_first(self) -> Self:
        """Who waits for a decision on top, then the waiting list; in each group who has waited longest first."""
        rank = Case(When(status="applied", then=0), When(status="waitlisted", then=1), default=2)
        return self.order_by(rank, "status", "applied_at", "id")

    def on_waiting_list(self) -> Self:
        """In the order of their places."""
        return self.filter(status="waitlisted").order_by("waitlisted_at", "id")


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D9: the author, and the admins of the program, who need it to pair."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(enrollment__person=user) | Q(enrollment__program__in=run_by(user)))


class ExclusionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D9, as applications."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(enrollment__person=user) | Q(enrollment__program__in=run_by(user)))


class ProgramInvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Who is invited, and the people who run the program."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(person=user) | Q(program__in=run_by(user)))


class SetAsideQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The people who run the program: what one of them set aside, the other sees as such and may take back."""
        return self.filter(program__in=run_by(user)) if user.is_authenticated and user.is_active else self.none()

    def standing(self, today: date) -> Self:
        """Without those whose day has come."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=today))


class BatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The people who run the program: what one of them did together, the other may stop and undo."""
        return self.filter(program__in=run_by(user)) if user.is_authenticated and user.is_active else self.none()

    def with_own(self, user: Any) -> Self:
        """Each with `is_own`: one of its pairs is `user`'s, who is then not told why and takes nothing back (0020)."""
        from programs.models import BatchRow

        own = Q(pk__in=[])
        for pairs in own_pairs:
            own |= Q(thing__in=pairs(user))
        rows = BatchRow.objects.filter(own, batch=models.OuterRef("pk"))
        return self.annotate(is_own=models.Exists(rows))

    def with_counts(self) -> Self:
        """Each with how many of its rows stand how, by the names of their states."""
        from programs.models import BatchRow

        counts = {state: Count("rows", filter=Q(rows__state=state)) for state in BatchRow.State.values}
        return self.annotate(**counts)

    def claimable(self, now: datetime) -> Self:
        """Waits to be done or undone, and is in nobody's hands, or in those of a worker that has gone."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        return self.filter(free, state__in=["waiting", "running", "undoing"]).order_by("made_at", "id")


class BatchRowQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        from programs.models import Batch

        return self.filter(batch__in=Batch.objects.visible_to(user))


class TallyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The people who run the program."""
        return self.filter(program__in=run_by(user)) if user.is_authenticated and user.is_active else self.none()
