"""Rounds of a questionnaire, answers that stay with their author, and requests for help."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base
from people.models import User
from relationships.models import Relationship
from surveys.instruments import INSTRUMENTS, Instrument, mean, score
from surveys.querysets import AnswerQuerySet, HelpRequestQuerySet, RoundQuerySet


class Round(Base):
    """One asking of an instrument, to both of a pair, open from a day to a day."""

    data_class: ClassVar[DataClass] = DataClass.D2

    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, related_name="+")
    instrument = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["relationship", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "instrument", "number"], name="round_once"),
            models.CheckConstraint(condition=Q(closes_on__gt=models.F("opens_on")), name="round_is_open_for_a_while"),
        ]

    @property
    def questionnaire(self) -> Instrument:
        return INSTRUMENTS[self.instrument]


class Answer(Base):
    """One person's answers of one round, sealed as JSON, numbers included. Nobody else ever reads them.

    A skipped round is a row too, so that nobody is asked again.
    """

    data_class: ClassVar[DataClass] = DataClass.D5

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sealed = EncryptedTextField(label="answer.sealed", null=True, blank=True)
    show_alike = models.BooleanField(default=False)
    skipped = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "person"], name="one_answer_a_round"),
        ]

    @property
    def answers(self) -> dict[str, int | None]:
        return dict(json.loads(self.sealed)) if self.sealed else {}

    @property
    def mean(self) -> float | None:
        """1–5, or None where too little was answered."""
        return mean(self.round.questionnaire, self.answers)

    @property
    def score(self) -> float | None:
        """0–100, or None where too little was answered."""
        return score(self.round.questionnaire, self.answers)


class HelpRequest(Base):
    """Somebody would like to talk to the named contact. No answers, no reason; words only if they wrote some."""

    data_class: ClassVar[DataClass] = DataClass.D10

    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = EncryptedTextField(label="helprequest.words", null=True, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(person=models.F("contact")), name="help_comes_from_somebody_else"),
        ]

    @property
    def is_left_alone(self) -> bool:
        """Whom it was for has left before answering."""
        return self.answered_at is None and not self.contact.is_active
