"""What this floor shows inside a workspace and on the homes. No queries in templates: everything is asked for here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from core.needs import Need
from goals import reviewing, rules
from goals.cards import GoalCard, card, standing_of
from goals.models import Aim, CoachingGoal, MentoringIntent, Metric, Review
from goals.models.aims import aims_of
from goals.progress import Standing
from people.models import User
from relationships import rules as pair_rules
from relationships.models import Relationship
from relationships.querysets import RelationshipQuerySet

# The order in which a caseload counts: what needs a look first.
ORDER = ("behind", "due", "claimed", "proposed", "empty", "on_track", "ahead", "attained")


def goals_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """What the two work towards: goals or aims, as the kind says. `fragment` names the template that shows it."""
    fragment, fill = PANELS[relationship.rules_of_kind.WORKS_WITH]
    today = rules.day_of(now, user)
    return {"fragment": fragment, "pair": relationship, "today": today, **fill(user, relationship, today)}


def _goals(user: User, relationship: Relationship, today: date) -> dict[str, Any]:
    goals = CoachingGoal.objects.for_relationship(relationship).kept().for_page()
    shown_to = pair_rules.disclosed_readers(relationship, "goals")
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
    goals = CoachingGoal.objects.for_relationship(relationship).kept().for_page()
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


def own_aims(user: User) -> dict[UUID, AimsInShort]:
    """By pair in which `user` is the learner; a pair without aims is not named. Two queries for any number of pairs."""
    mine = MentoringIntent.objects.visible_to(user).current().filter(relationship__learner=user)
    found: dict[UUID, list[MentoringIntent]] = {}
    for intent in mine.prefetch_related("aims"):
        found.setdefault(intent.relationship_id, []).append(intent)
    return {pk: AimsInShort(str((rows[0].agreed or rows[0].newest).sentence), len(rows)) for pk, rows in found.items()}


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


def caseload(user: User, now: datetime) -> dict[UUID, GoalsInWords]:
    """For each pair that `user` guides: its goals in words. The same number of queries for every number of pairs."""
    today = rules.day_of(now, user)
    pairs = {pair.pk: pair for pair in Relationship.objects.open().filter(guide=user) if rules.holds(pair, rules.GOALS)}
    goals: dict[UUID, list[CoachingGoal]] = {pk: [] for pk in pairs}
    for goal in CoachingGoal.objects.kept().filter(relationship__in=pairs).for_page():
        goals[goal.relationship_id].append(goal)
    return {pk: _in_words(pairs[pk], found, today) for pk, found in goals.items()}


def _in_words(pair: Relationship, goals: list[CoachingGoal], today: date) -> GoalsInWords:
    standings = [(goal, standing_of(goal, today)) for goal in goals]
    return GoalsInWords(
        words=in_words(found for _goal, found in standings),
        behind=[goal for goal, found in standings if found.key == "behind"],
        values_due=sum(_waits_for_value(goal, today) for goal in goals) if pair.is_working else 0,
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


def needs(user: User, now: datetime, pair: Relationship | None = None) -> list[Need]:
    """What of this floor waits for `user`, of every pair or of one, most pressing first. The number of queries does not
    grow with rows."""
    today = rules.day_of(now, user)
    pairs = Relationship.objects.open()
    goals = CoachingGoal.objects.visible_to(user).open().for_page()
    if pair is not None:
        pairs, goals = pairs.filter(pk=pair.pk), goals.filter(relationship=pair)
    # Of one pair it is known which of these there can be; of all of them each is asked for.
    with_goals = pair is None or rules.holds(pair, rules.GOALS)
    with_aims = pair is None or rules.holds(pair, rules.AIMS)
    as_coach = with_goals and (pair is None or pair.role_of(user) == "guide")
    rows = list(goals) if with_goals else []
    return [
        *_goals_need(user, rows, today),
        *_values_need(user, rows, today),
        *(_aims_need(user, pairs) if with_aims else []),
        *(_reviews_need(user, pairs, today) if as_coach else []),
        *(_all_reached(user, pairs) if as_coach else []),
    ]


def _goals_need(user: User, goals: list[CoachingGoal], today: date) -> Iterable[Need]:
    for goal in goals:
        names = {"name": goal.relationship.other(user).first_name, "goal": goal.title}
        if goal.state == "proposed" and rules.may_accept(user, goal):
            yield _need(goal, _("%(name)s suggests a goal: %(goal)s.") % names, _("Look"), "desk:pair_goals")
        elif goal.is_claimed and rules.may_confirm(user, goal):
            yield _need(goal, _("%(name)s says it is reached: %(goal)s.") % names, _("Look"), "desk:pair_goals")
        elif rules.may_set_goals(user, goal.relationship) and standing_of(goal, today).key == "behind":
            yield _need(goal, _("%(name)s, %(goal)s: behind for 2 values.") % names, _("Open goal"), "desk:pair_goals")


def _values_need(user: User, goals: list[CoachingGoal], today: date) -> Iterable[Need]:
    for goal in goals:
        metric = goal.measure
        if metric is None or goal.relationship.role_of(user) != metric.enters or not goal.relationship.is_working:
            continue
        waits_for_first = metric.first_value is None and metric.waived_at is None
        if waits_for_first or _is_due(metric, today):
            text = _("%(goal)s: a first value is missing.") if waits_for_first else _("%(goal)s: a value is due.")
            url = reverse("goals:enter_value", args=[goal.relationship_id, goal.pk])
            yield Need(text % {"goal": goal.title}, url, _("Enter it"), pair_id=goal.relationship_id)


def value_due(user: User, relationship: Relationship, now: datetime) -> str | None:
    """Where `user` enters the value of this pair that is due; None if none is."""
    if not rules.holds(relationship, rules.GOALS):
        return None
    goals = CoachingGoal.objects.visible_to(user).open().filter(relationship=relationship).for_page()
    return next((need.url for need in _values_need(user, list(goals), rules.day_of(now, user))), None)


def _aims_need(user: User, pairs: RelationshipQuerySet) -> Iterable[Need]:
    for intent in MentoringIntent.objects.visible_to(user).current().filter(relationship__in=pairs).for_page():
        waiting = intent.waiting
        if waiting is not None and not waiting.is_agreed_by(intent.relationship.role_of(user)):
            names = {"name": intent.relationship.other(user).first_name}
            text = (
                _("%(name)s changed an aim: it counts when you both agree.")
                if intent.agreed
                else _("%(name)s wrote an aim: it counts when you both agree.")
            )
            yield _need(intent, text % names, _("Look"), "desk:pair_goals")


def _reviews_need(user: User, pairs: RelationshipQuerySet, today: date) -> Iterable[Need]:
    for pair in reviewing.with_last_review().filter(guide=user, pk__in=pairs):
        if reviewing.next_on(pair) <= today:
            names = {"name": pair.learner.first_name}
            url = reverse("goals:review", args=[pair.pk])
            yield Need(_("Review with %(name)s is due.") % names, url, _("Open the review"), pair_id=pair.pk)


def _all_reached(user: User, pairs: RelationshipQuerySet) -> Iterable[Need]:
    """Every goal is shown by results: the coach is no longer needed, so closing is proposed (S0-09)."""
    reached = CoachingGoal.objects.filter(state="attained").values("relationship_id")
    still_open = CoachingGoal.objects.open().values("relationship_id")
    done = pairs.filter(guide=user, status="active", pk__in=reached).exclude(pk__in=still_open)
    for pair in done.for_page():
        text = _("Every goal with %(name)s is shown by results. Close it early?") % {"name": pair.learner.first_name}
        url = reverse("relationships:look_again", args=[pair.pk])
        yield Need(text, url, str(pair.rules_of_kind.ENDING_WORDS["look_again"]), pair_id=pair.pk)


def _need(thing: Any, text: str, label: str, route: str) -> Need:
    return Need(text, reverse(route, args=[thing.relationship_id]), label, pair_id=thing.relationship_id)


def _waits_for_value(goal: CoachingGoal, today: date) -> bool:
    """As `MetricQuerySet.value_due` says it of rows: of a goal that is neither reached nor let go."""
    return goal.state in {"proposed", "accepted"} and goal.measure is not None and _is_due(goal.measure, today)


def _is_due(metric: Metric, today: date) -> bool:
    return metric.next_value_on is not None and metric.next_value_on <= today


__all__ = [
    "AimCard",
    "AimsInShort",
    "GoalCard",
    "GoalsInWords",
    "caseload",
    "goals_panel",
    "in_words",
    "needs",
    "own_aims",
    "released",
    "standing_goals_panel",
    "value_due",
]
