"""The two kinds as this floor knows them: a name and what a kind answers.

What coaching and mentoring answer is written one floor up, in `relationships/kinds/`; those modules register here when
Django starts, so that a program can speak its kind's words and start with its kind's defaults without asking which
kind it is.
"""

from __future__ import annotations

from types import ModuleType

from django.core.checks import CheckMessage, Error, register
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    COACHING = "coaching", _("Coaching")
    MENTORING = "mentoring", _("Mentoring")


class Role(models.TextChoices):
    """The two sides of a pair in code words; on screen each kind has its own."""

    GUIDE = "guide"
    LEARNER = "learner"


_answers: dict[str, ModuleType] = {}


def answer_for(kind: str, module: ModuleType) -> None:
    """Register the module that answers for a kind."""
    _answers[kind] = module


def of(kind: str) -> ModuleType:
    """The module that answers for `kind`; see `relationships/kinds/coaching.py` for its public names."""
    return _answers[kind]


@register()
def every_kind_is_answered(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    missing = [kind for kind in Kind.values if kind not in _answers]
    return [Error(f"nobody answers for the kind {kind}", id="programs.E001") for kind in missing]
