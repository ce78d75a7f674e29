"""A goal of a coaching: what gets better, why it matters, whether it was reached."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.data_classes import DataClass
from core.errors import NotPossible
from core.fields import EncryptedTextField
from core.models import Base, Versioned
from core.verbs import verb
from goals import rules
from goals.querysets import CoachingGoalQuerySet
from people.models import User
from relationships.halves import locked

if TYPE_CHECKING:
    from goals.models.metric import Metric


class CoachingGoal(Versioned, Base):
    """Written by the coach, accepted by the coachee (S0-30), reached when the coachee says so and the coach confirms
    it from what was seen (S0-15). "Active" is not stored: an accepted goal of a coaching under way is active.

    `own_words` say why it matters and are the coachee's alone to write. `released_at`: the sponsor may see it.
    """

    class Skills(models.TextChoices):
        IMPROVE = "improve", gettext_lazy("Get better at something")
        DEVELOP = "develop", gettext_lazy("Learn something new")
        BOTH = "both", gettext_lazy("Both")

    class Horizon(models.TextChoices):
        CURRENT_ROLE = "current_role", gettext_lazy("Current role")
        NEXT_ROLE = "next_role", gettext_lazy("Next role")

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("Proposed")
        ACCEPTED = "accepted", gettext_lazy("Accepted")
        ATTAINED = "attained", gettext_lazy("Shown by results")
        DROPPED = "dropped", gettext_lazy("Let go")

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="+")
    title = EncryptedTextField(gettext_lazy("goal"), label="coachinggoal.title")
    own_words = EncryptedTextField(label="coachinggoal.own_words", null=True, blank=True)
    skills = models.CharField(max_length=8, choices=Skills.choices, default=Skills.IMPROVE)
    horizon = models.CharField(max_length=12, choices=Horizon.choices, default=Horizon.CURRENT_ROLE)
    weight = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = CoachingGoalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["proposed_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="goal_claimed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_by__isnull=False, confirmed_at__isnull=False, claimed_by__isnull=False)
                    & ~Q(confirmed_by=models.F("claimed_by"))
                ),
                name="goal_confirmed_by_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(state="attained") | Q(confirmed_at__isnull=False), name="goal_attained_is_confirmed"
            ),
        ]

    @property
    def measure(self) -> Metric | None:
        """How it is measured, or None."""
        found: Metric | None = getattr(self, "metric", None)
        return found

    @property
    def is_claimed(self) -> bool:
        """Said to be reached, and not yet confirmed."""
        return self.claimed_at is not None and self.state != self.State.ATTAINED

    @verb("goal.write_own_words")
    def write_own_words(self, text: str, *, by: User, now: datetime) -> CoachingGoal:
        """Why it matters, in the coachee's words; nobody else writes them."""
        rules.check(rules.may_write_own_words(by, self), _("These are the words of somebody else."))
        self.must_be_open()
        self.own_words = text.strip() or None
        self.save(update_fields=["own_words"])
        return self

    @verb("goal.accept")
    def accept(self, *, version: int | None = None, by: User, now: datetime) -> CoachingGoal:
        """The coachee accepts the goal, its target included, in the version that was read: the one in hand unless told
        (S0-30). Raises NotPossible if the coach changed it since."""
        rules.check(rules.may_accept(by, self), rules.whose_yes(self.relationship))
        self._set("proposed", read=self.version if version is None else version, state="accepted", accepted_at=now)
        if self.measure is not None:
            self.measure.take_target(now)
        return self

    @verb("goal.claim_reached")
    def claim_reached(self, *, by: User, now: datetime) -> CoachingGoal:
        """The coachee says that it is reached; until the coach confirms it stays "to be confirmed" (S0-15)."""
        rules.check(rules.may_claim(by, self), _("Only the coachee can say that."))
        if self.claimed_at is not None:
            raise NotPossible(_("This was said already."))
        self._set("accepted", claimed_by=by, claimed_at=now)
        return self

    @verb("goal.confirm_reached")
    def confirm_reached(self, *, by: User, now: datetime) -> CoachingGoal:
        """Somebody else than who said it confirms it by what was seen or measured (S0-15)."""
        rules.check(rules.may_confirm(by, self), _("Somebody else than who said it has to confirm it."))
        if self.claimed_at is None:
            raise NotPossible(_("Nobody has said yet that it is reached."))
        self._set("accepted", state="attained", confirmed_by=by, confirmed_at=now)
        return self

    @verb("goal.not_yet_reached")
    def not_yet_reached(self, *, by: User, now: datetime) -> CoachingGoal:
        """Either takes "reached" back while nobody has confirmed it."""
        rules.check(rules.is_of_pair(by, self), _("Only the two people of this pair can do that."))
        if self.claimed_at is None:
            raise NotPossible(_("Nobody has said yet that it is reached."))
        self._set("accepted", claimed_by=None, claimed_at=None)
        return self

    @verb("goal.release")
    def release(self, *, by: User, now: datetime) -> CoachingGoal:
        """The coachee lets the sponsor see title, target and how it stands; never the coachee's own words or notes."""
        rules.check(rules.may_release(by, self), _("Only the coachee decides what the sponsor sees."))
        self.released_at = now
        self.save(update_fields=["released_at"])
        return self

    @verb("goal.keep_to_ourselves")
    def keep_to_ourselves(self, *, by: User, now: datetime) -> CoachingGoal:
        """The coachee takes a release back; it holds at once."""
        rules.check(rules.may_release(by, self), _("Only the coachee decides what the sponsor sees."))
        self.released_at = None
        self.save(update_fields=["released_at"])
        return self

    @verb("goal.drop")
    def drop(self, *, by: User, now: datetime) -> CoachingGoal:
        """The coach lets a goal go, for instance in a review; its values stay."""
        rules.check(rules.may_set_goals(by, self.relationship), rules.whose_goals(self.relationship))
        self._set("proposed", "accepted", state="dropped")
        return self

    def reopen_for_target(self) -> None:
        """A changed target returns the goal to proposed; the accepted target counts until the new one is accepted."""
        self._set("proposed", "accepted", state="proposed", claimed_by=None, claimed_at=None)

    def hold(self) -> None:
        """Hold the pair until the verb is through, and read again how it and this goal stand: nothing gets into a pair
        that ends, or a goal that is let go, at the same moment."""
        self.relationship = locked(self.relationship)
        self.refresh_from_db(fields=["state"])

    def must_be_open(self) -> None:
        """Raises NotPossible once it was reached or let go, or the pair has ended."""
        self.hold()
        rules.must_be_open(self)

    def _set(self, *old: str, read: int | None = None, **fields: Any) -> None:
        """Compare and set: only from one of the states `old` (and the version `read`), and as long as the pair is
        open."""
        self.relationship = locked(self.relationship)
        if not self.relationship.is_open:
            raise NotPossible(_("This has ended."))
        found = CoachingGoal.objects.filter(pk=self.pk, state__in=old, claimed_at=self.claimed_at)
        found = found if read is None else found.filter(version=read)
        if not found.update(**fields):
            raise NotPossible(_("That is not possible from here, or it was changed a moment ago."))
        self.refresh_from_db()
