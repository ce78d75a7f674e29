"""What this floor shows inside a workspace and on the homes. No queries in templates: everything is asked for here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from goals import reading, rules
from goals.cards import GoalCard, card, standing_of
from goals.models import Aim, CoachingGoal, MentoringIntent, Review
from goals.models.aims import aims_of
from goals.progress import Standing
from goals.reading import Rows
from goals.waiting import waits_for_value
from people.models import User
from relationships import rules as pair_rules
from relationships.models import Relationship

# The order in which a caseload counts: what needs a look first.
ORDER = ("behind", "due", "claimed", "proposed", "empty", "on_track", "ahead", "attained")


def goals_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """What the two work towards: goals or aims, as the kind says. `fragment` names the template that shows it."""
    fragment, fill = PANELS[relationship.rules_of_kind.WORKS_WITH]
    today = rules.day_of(now, user)
    return {"fragment": fragment, "pair": relationship, "today": today, **fill(user, relationship, today)}


def _goals(user: User, relationship: Relationship, today: date) -> dict[str, Any]:
    goals = reading.of_pair(relationship).goals
    shown = pair_rules.disclosed_by(relationship.read.agreement)
    shown_to = pair_rules.disclosed_readers(relationship, "goals", shown)
    return {
        "cards": [card(user, goal, today, shown_to) for goal in goals],
        "may_set_goals": relationship.is_open and rules.may_set_goals(user, relationship),
        "learner": relationship.learner,
        "is_learner": rules.is_learner(user, relationship),
        "reviews": list(Review.objects.for_relationship(relationship).order_by("-held_on")),
        "may_review": relationship.is_working and rules.may_hold_review(user, relationship),
        "who": rules.who_sees(user, relationship),
    }


def standing_goals_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """How each goal stands, in a line; the cards are a page of their own. Fragment: `_standing.html`."""
    today = rules.day_of(now, user)
    goals = reading.of_pair(relationship).goals
    return {
        "pair": relationship,
        "rows": [{"goal": goal, "standing": standing_of(goal, today)} for goal in goals],
        "who": rules.who_sees(user, relationship),
    }


@dataclass(frozen=True)
class AimCard:
    """An aim as the reader sees it: the version that counts, and a newer one beside it."""

    intent: MentoringIntent
    agreed: Aim | None
    waiting: Aim | None
    may_agree: bool
    may_change: bool
    may_let_go: bool

    @property
    def shown(self) -> Aim:
        """The version that heads the card."""
        return self.agreed or self.intent.newest

    @property
    def named(self) -> str:
        """Behind the label of a button that other cards have as well, for screen readers."""
        return f" {self.shown.sentence}"


def _aims(user: User, relationship: Relationship, today: date) -> dict[str, Any]:
    role = relationship.role_of(user)
    may_write = relationship.is_open and rules.may_write_aims(user, relationship)
    cards = [
        AimCard(
            intent=intent,
            agreed=intent.agreed,
            waiting=intent.waiting,
            may_agree=may_write and intent.waiting is not None and not intent.waiting.is_agreed_by(role),
            may_change=may_write,
            may_let_go=relationship.is_open and rules.may_let_go(user, intent),
        )
        for intent in aims_of(relationship)
    ]
    return {
        "cards": cards,
        "may_write": may_write,
        "is_learner": rules.is_learner(user, relationship),
        "learner": relationship.learner,
        "other": relationship.other(user),
        "who": rules.who_sees(user, relationship),
    }


@dataclass(frozen=True)
class AimsInShort:
    """What the mentee wants, on the card of a home: the first aim, and how many there are."""

    first: str
    count: int


def own_aims(user: User, rows: Rows) -> dict[UUID, AimsInShort]:
    """By pair in which `user` is the learner; a pair without aims is not named."""
    found: dict[UUID, list[MentoringIntent]] = {}
    for intent in rows.intents:
        if intent.relationship.learner_id == user.pk:
            found.setdefault(intent.relationship_id, []).append(intent)
    return {pk: AimsInShort(str((mine[0].agreed or mine[0].newest).sentence), len(mine)) for pk, mine in found.items()}


Fill = Callable[[User, Relationship, date], dict[str, Any]]
PANELS: dict[str, tuple[str, Fill]] = {
    rules.GOALS: ("goals/_goals.html", _goals),
    rules.AIMS: ("goals/_aims.html", _aims),
}


@dataclass(frozen=True)
class GoalsInWords:
    """A row of a coach's caseload: how the goals of one pair stand, "1 behind, 1 on track"."""

    words: str
    behind: list[CoachingGoal]
    values_due: int


def caseload(user: User, pairs: list[Relationship], rows: Rows, now: datetime) -> dict[UUID, GoalsInWords]:
    """For each of these pairs that `user` guides and that works towards goals: how they stand, in words."""
    today = rules.day_of(now, user)
    guided = [pair for pair in pairs if pair.role_of(user) == "guide" and rules.holds(pair, rules.GOALS)]
    return {pair.pk: _in_words(pair, rows.goals_of(pair), today) for pair in guided}


def _in_words(pair: Relationship, goals: list[CoachingGoal], today: date) -> GoalsInWords:
    standings = [(goal, standing_of(goal, today)) for goal in goals]
    return GoalsInWords(
        words=in_words(found for _goal, found in standings),
        behind=[goal for goal, found in standings if found.key == "behind"],
        values_due=sum(waits_for_value(goal, today) for goal in goals) if pair.is_working else 0,
    )


def in_words(standings: Iterable[Standing]) -> str:
    """ "1 behind, 1 on track", what needs a look first; "No goal yet" without any."""
    counts = Counter(found.key for found in standings)
    words = {
        "behind": _("%(n)s behind"),
        "due": _("%(n)s value due"),
        "claimed": _("%(n)s to be confirmed"),
        "proposed": _("%(n)s not accepted yet"),
        "empty": _("%(n)s without a value"),
        "on_track": _("%(n)s on track"),
        "ahead": _("%(n)s ahead"),
        "attained": _("%(n)s shown by results"),
    }
    return ", ".join(words[key] % {"n": counts[key]} for key in ORDER if counts[key]) or _("No goal yet")


def released(user: User, now: datetime) -> dict[UUID, list[dict[str, str]]]:
    """For a sponsor: what coachees released, by pair: title, target in words, standing. No own words, no notes."""
    from goals.cards import facts

    today = rules.day_of(now, user)
    found: dict[UUID, list[dict[str, str]]] = {}
    for goal in CoachingGoal.objects.released_to(user).for_page():
        line = facts(goal.measure, today)[0] if goal.measure else ""
        row = {"title": goal.title or "", "target": line, "standing": standing_of(goal, today).label}
        found.setdefault(goal.relationship_id, []).append(row)
    return found


__all__ = [
    "AimCard",
    "AimsInShort",
    "GoalCard",
    "GoalsInWords",
    "caseload",
    "goals_panel",
    "in_words",
    "own_aims",
    "released",
    "standing_goals_panel",
]
