"""Aims of a mentoring: a sentence, a horizon, how I'll get there; agreed by both in versions (C7, S0-10).

Nothing here is measured and nothing here has a day by which it must be done.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.data_classes import DataClass
from core.errors import NotPossible, Stale
from core.fields import EncryptedTextField
from core.models import Base, Versioned
from core.prepared import prepared
from core.verbs import verb
from goals import rules
from goals.querysets import AimQuerySet, IntentQuerySet, LookBackQuerySet, StrategyQuerySet
from people.models import User
from relationships.halves import locked

HORIZONS = {
    "current_role": gettext_lazy("Current role"),
    "next_role": gettext_lazy("Next role"),
    "career": gettext_lazy("Career"),
    "life": gettext_lazy("Life"),
}


class MentoringIntent(Versioned, Base):
    """One aim over time. What it says stands in its versions (`Aim`); `version` counts them for those who edit."""

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    let_go_at = models.DateTimeField(null=True, blank=True)

    objects = IntentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]

    # The versions, where a page has read them ahead.
    versions: list[Aim] | None = None

    def _aims(self) -> list[Aim]:
        return sorted(self.aims.all() if self.versions is None else self.versions, key=lambda aim: aim.number)

    @property
    def newest(self) -> Aim:
        return self._aims()[-1]

    @property
    def agreed(self) -> Aim | None:
        """The newest version that both agreed to: the one that counts."""
        return next((aim for aim in reversed(self._aims()) if aim.is_agreed), None)

    @property
    def waiting(self) -> Aim | None:
        """A newer version that one of the two has not agreed to."""
        return None if self.newest.is_agreed else self.newest

    @verb("aim.suggest_change")
    def suggest_change(
        self, version: int, sentence: str, *, horizons: list[str], how: list[str], by: User, now: datetime
    ) -> MentoringIntent:
        """Either half writes another version; it counts when both agree. Raises Stale when one came since `version`."""
        rules.check(rules.may_write_aims(by, self.relationship), _("Only the two people of this pair can do that."))
        self._must_be_open()
        if not MentoringIntent.objects.filter(pk=self.pk, version=version).update(version=version + 1):
            current = MentoringIntent.objects.get(pk=self.pk).newest
            raise Stale({"sentence": current.sentence}, {"sentence": sentence})
        self.refresh_from_db()
        Aim.write(self, version + 1, sentence, horizons, how, by, now)
        return self

    @verb("aim.agree")
    def agree(self, number: int, *, by: User, now: datetime) -> MentoringIntent:
        """The half that has not agreed yet agrees to the version that is before them."""
        rules.check(rules.may_write_aims(by, self.relationship), _("Only the two people of this pair can do that."))
        self._must_be_open()
        if self.newest.number != number:
            raise NotPossible(_("This was changed a moment ago. Here is how it stands."))
        column = {"guide": "guide_agreed_at", "learner": "learner_agreed_at"}[str(self.relationship.role_of(by))]
        if not self.aims.filter(number=number, **{f"{column}__isnull": True}).update(**{column: now}):
            raise NotPossible(_("You have agreed to this already."))
        return self

    @verb("aim.let_go")
    def let_go(self, *, by: User, now: datetime) -> MentoringIntent:
        """The mentee lets an aim go; none is fine."""
        rules.check(rules.may_let_go(by, self), _("The aims belong to somebody else."))
        self._must_be_open()
        if not MentoringIntent.objects.filter(pk=self.pk, let_go_at__isnull=True).update(let_go_at=now):
            raise NotPossible(_("This aim was let go already."))
        self.refresh_from_db()
        return self

    def _must_be_open(self) -> None:
        self.relationship = locked(self.relationship)
        self.refresh_from_db(fields=["let_go_at"])
        rules.must_be_changeable(self)


class Aim(Base):
    """One version of an aim. Who wrote it has agreed to it."""

    data_class: ClassVar[DataClass] = DataClass.D3

    intent = models.ForeignKey(MentoringIntent, on_delete=models.CASCADE, related_name="aims")
    number = models.PositiveSmallIntegerField()
    sentence = EncryptedTextField(label="aim.sentence")
    for_current_role = models.BooleanField(default=False)
    for_next_role = models.BooleanField(default=False)
    for_career = models.BooleanField(default=False)
    for_life = models.BooleanField(default=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    guide_agreed_at = models.DateTimeField(null=True, blank=True)
    learner_agreed_at = models.DateTimeField(null=True, blank=True)

    objects = AimQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["intent", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["intent", "number"], name="one_aim_per_number"),
        ]

    @classmethod
    def write(
        cls,
        intent: MentoringIntent,
        number: int,
        sentence: str,
        horizons: list[str],
        how: list[str],
        by: User,
        now: datetime,
    ) -> Aim:
        """A new version with its strategies, agreed to by its writer."""
        agreed = {f"{intent.relationship.role_of(by)}_agreed_at": now}
        with transaction.atomic():
            aim = cls.objects.create(
                intent=intent, number=number, sentence=sentence.strip(), written_by=by, written_at=now,
                **{f"for_{name}": True for name in horizons}, **agreed,
            )  # fmt: skip
            for position, text in enumerate(how):
                Strategy.objects.create(aim=aim, position=position, text=text)
        return aim

    @property
    def is_agreed(self) -> bool:
        return self.guide_agreed_at is not None and self.learner_agreed_at is not None

    @property
    def agreed_at(self) -> datetime | None:
        """When the second of the two agreed."""
        both = (self.guide_agreed_at, self.learner_agreed_at)
        return max(at for at in both if at) if all(both) else None

    @property
    def horizons(self) -> list[str]:
        return [name for name in HORIZONS if getattr(self, f"for_{name}")]

    @property
    def horizon_words(self) -> list[str]:
        return [str(HORIZONS[name]) for name in self.horizons]

    @property
    def how(self) -> list[str]:
        """How I'll get there, line by line."""
        return [strategy.text or "" for strategy in sorted(self.strategies.all(), key=lambda line: line.position)]

    def is_agreed_by(self, role: str | None) -> bool:
        return bool(role) and getattr(self, f"{role}_agreed_at") is not None


class Strategy(Base):
    """A line of "how I'll get there"."""

    data_class: ClassVar[DataClass] = DataClass.D3

    aim = models.ForeignKey(Aim, on_delete=models.CASCADE, related_name="strategies")
    position = models.PositiveSmallIntegerField(default=0)
    text = EncryptedTextField(label="strategy.text")

    objects = StrategyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["aim", "position", "id"]


class LookBack(Base):
    """One person's look back at a mentoring: the answer and two lines, for the author's eyes alone."""

    class Answer(models.TextChoices):
        GO_ON = "go_on", gettext_lazy("Go on")
        CHANGE = "change", gettext_lazy("Change something")
        REST = "rest", gettext_lazy("Rest")
        END = "end", gettext_lazy("End")

    data_class: ClassVar[DataClass] = DataClass.D4

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    on_day = models.DateField()
    answer = EncryptedTextField(label="lookback.answer")
    work = EncryptedTextField(label="lookback.work", null=True, blank=True)
    content = EncryptedTextField(label="lookback.content", null=True, blank=True)
    at = models.DateTimeField()

    objects = LookBackQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["on_day", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "author", "on_day"], name="one_look_back_a_day"),
        ]

    @property
    def answer_words(self) -> str:
        """The answer in words; what is no choice of ours stands as it was written."""
        told = self.answer or ""
        return str(dict(self.Answer.choices).get(told, told))


def aims_of(relationship: Any) -> list[MentoringIntent]:
    """The aims of a pair that were not let go, with versions and strategies read ahead."""
    return list(_aims_of(relationship.pk))


@prepared
def _aims_of(pair: UUID) -> Any:
    return MentoringIntent.objects.for_relationship(pair).current().for_page()
