"""Charts as data for a template: positions in percent of the plot, words ready to print.

A goal's chart shows actual values against the straight line from the first value to the target; a person's own line
over time shows neither target nor judgement. Both break where a value is missing. Values come in as numbers, `today` as
an argument; the look is described in docs/look.md.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import wording

START_ROOM = Decimal("0.1")  # of the span, beyond the first value
TARGET_ROOM = Decimal("0.25")  # beyond the target, so that the zone is seen
LABEL_GAP = 12  # percent of the height that two labels need between them
DATE_GAP = 18  # percent of the width that two dates need between them
NEAR_TODAY = 10
SHORT_UNIT = 3  # a longer unit stands in the sentence, not at the axis


@dataclass(frozen=True)
class Value:
    """A value of a day; `None` when it was due and is missing."""

    on: date
    amount: Decimal | None


@dataclass(frozen=True)
class Course:
    """The way that was agreed: from a first value on a day to a target on another."""

    first: Decimal
    first_on: date
    target: Decimal
    due_on: date
    band: tuple[Decimal, Decimal] | None = None  # to be kept within; the target is then where the expected line ends

    @property
    def is_down(self) -> bool:
        """Whether less is better."""
        return self.target < self.first

    def share_of_time(self, today: date) -> Decimal:
        """How much of the time is over, 0 to 1."""
        days = max((self.due_on - self.first_on).days, 1)
        return min(max(Decimal((today - self.first_on).days) / days, Decimal(0)), Decimal(1))

    def share_of_way(self, amount: Decimal) -> Decimal:
        """How much of the way is done: 1 at the target, below 0 when it went the wrong way."""
        way = self.target - self.first
        return (amount - self.first) / way if way else Decimal(1)

    def expected(self, today: date) -> Decimal:
        """The value on the straight line for a day."""
        return self.first + (self.target - self.first) * self.share_of_time(today)


@dataclass(frozen=True)
class Dot:
    """A point of the plot, in percent from its upper left corner."""

    x: float
    y: float


@dataclass(frozen=True)
class Label:
    """Text at a point; `dx`, `dy` in pixels and `anchor` move it off what is drawn there."""

    x: float
    y: float
    text: str
    dx: int = 0
    dy: int = 0
    anchor: str = "middle"


@dataclass(frozen=True)
class GoalChart:
    """Everything that templates/core/_goal_chart.html prints."""

    title: str
    description: str
    band: Dot  # x is unused: the zone reaches over the whole width
    band_height: float
    zone: Label
    today_x: float | None
    expected: str
    actual: list[str]
    dots: list[Dot]
    goal: Label
    y_labels: list[Label]
    x_labels: list[Label]
    last: Label | None
    last_text: str
    last_on: str
    expected_text: str
    way: int | None
    time: int


@dataclass(frozen=True)
class OwnLine:
    """Everything that templates/core/_own_line.html prints."""

    title: str
    description: str
    lines: list[str]
    dots: list[Dot]
    y_labels: list[Label]
    x_labels: list[Label]


@dataclass(frozen=True)
class Scale:
    """Where a number lies between the lower and the upper edge of a plot."""

    low: Decimal
    high: Decimal

    def y(self, amount: Decimal) -> float:
        """0 at the upper edge, 100 at the lower one."""
        share = (self.high - amount) / (self.high - self.low)
        return float(round(min(max(share, Decimal(0)), Decimal(1)) * 100, 1))


def scale_for(course: Course, amounts: Iterable[Decimal]) -> Scale:
    """The room of a goal's plot: a little beyond the first value, more beyond the target, all that was measured."""
    span = abs(course.target - course.first) or max(abs(course.target) / 5, Decimal(1))
    first_side, target_side = span * START_ROOM, span * TARGET_ROOM
    if course.is_down:
        low, high = course.target - target_side, course.first + first_side
    else:
        low, high = course.first - first_side, course.target + target_side
    for amount in (*amounts, *(course.band or ())):
        low, high = min(low, amount - first_side), max(high, amount + first_side)
    return Scale(low, high)


def unbroken(dots: Iterable[Dot | None]) -> list[list[Dot]]:
    """The dots in runs; a missing value ends a run."""
    runs: list[list[Dot]] = [[]]
    for dot in dots:
        if dot is None:
            runs.append([])
        else:
            runs[-1].append(dot)
    return [run for run in runs if run]


def points(run: Sequence[Dot]) -> str:
    """The `points` of a polyline in a plot of 100 by 100."""
    return " ".join(f"{dot.x:g},{dot.y:g}" for dot in run)


def goal_chart(title: str, unit: str, course: Course, values: Sequence[Value], today: date) -> GoalChart:
    """Actual values against the expected line. `values` by day, the first one included; `unit` may be empty."""
    known = [(value.on, value.amount) for value in values if value.amount is not None]
    scale = scale_for(course, [amount for _on, amount in known])
    places = _places([course.first, course.target, *(amount for _on, amount in known)])
    short_unit = unit if len(unit) <= SHORT_UNIT else ""

    def axis(amount: Decimal) -> str:
        return wording.quantity(amount, short_unit)

    runs = unbroken(_dot(course, scale, value) for value in values)
    dots = [dot for run in runs for dot in run]
    goal_y = scale.y(course.target)
    band_y, band_height = _band(course, scale)
    today_x = _x(course, today) if course.first_on <= today <= course.due_on else None
    return GoalChart(
        title=title,
        description=_description(unit, course, known, values, today, places),
        band=Dot(0, band_y),
        band_height=band_height,
        zone=Label(100, round(band_y + band_height / 2, 1), _zone(axis, course), dx=-8, dy=5, anchor="end"),
        today_x=today_x,
        expected=points([Dot(0, scale.y(course.first)), Dot(100, goal_y)]),
        actual=[points(run) for run in runs if len(run) > 1],
        dots=dots,
        goal=Label(100, goal_y, axis(course.target), dx=11, dy=5, anchor="start"),
        y_labels=_y_labels(course, scale, axis),
        x_labels=_x_labels(course, today, today_x),
        last=_last_label(dots, wording.quantity(known[-1][1], short_unit), today_x) if known else None,
        last_text=wording.quantity(known[-1][1], unit) if known else "",
        last_on=wording.short_day(known[-1][0], today) if known else "",
        expected_text=wording.quantity(round(course.expected(today), places), unit),
        way=round(course.share_of_way(known[-1][1]) * 100) if known and course.band is None else None,
        time=round(course.share_of_time(today) * 100),
    )


def own_line(title: str, low: str, high: str, values: Sequence[Value], today: date, top: int = 5) -> OwnLine:
    """One person's own answers from 1 to `top` over time; `low` and `high` are the words at the two ends."""
    scale = Scale(Decimal(0), Decimal(top) + Decimal("0.75"))  # room for the words below and above
    days = [value.on for value in values]
    length = max((days[-1] - days[0]).days, 1) if days else 1
    runs = unbroken(
        None
        if value.amount is None
        else Dot(round((value.on - days[0]).days / length * 100, 1) if len(days) > 1 else 50, scale.y(value.amount))
        for value in values
    )
    ends = [Label(0, 100, wording.short_day(days[0], today), dy=20)] if len(days) > 1 else []
    ends += [Label(100 if ends else 50, 100, wording.short_day(days[-1], today), dy=20)] if days else []
    return OwnLine(
        title=title,
        description=" ".join(_answer(value, top, today) for value in values),
        lines=[points(run) for run in runs if len(run) > 1],
        dots=[dot for run in runs for dot in run],
        y_labels=[
            Label(0, scale.y(Decimal(top)), high, dy=-8, anchor="start"),
            Label(0, scale.y(Decimal(1)), low, dy=18, anchor="start"),
        ],
        x_labels=ends,
    )


def _answer(value: Value, top: int, today: date) -> str:
    day = wording.short_day(value.on, today)
    if value.amount is None:
        return _("%(day)s: no answer.") % {"day": day}
    return _("%(day)s: %(answer)s of %(top)s.") % {"day": day, "answer": wording.number(value.amount), "top": top}


def _places(amounts: Iterable[Decimal]) -> int:
    return max(max(0, -int(amount.normalize().as_tuple().exponent)) for amount in amounts)


def _x(course: Course, on: date) -> float:
    return float(round(course.share_of_time(on) * 100, 1))


def _dot(course: Course, scale: Scale, value: Value) -> Dot | None:
    return None if value.amount is None else Dot(_x(course, value.on), scale.y(value.amount))


def _band(course: Course, scale: Scale) -> tuple[float, float]:
    """Upper edge and height of the zone that is aimed at."""
    if course.band is not None:
        upper, lower = scale.y(course.band[1]), scale.y(course.band[0])
        return upper, round(lower - upper, 1)
    goal_y = scale.y(course.target)
    return (goal_y, round(100 - goal_y, 1)) if course.is_down else (0.0, goal_y)


def _zone(axis: Callable[[Decimal], str], course: Course) -> str:
    if course.band is not None:
        return _("Target: %(low)s to %(high)s") % {"low": axis(course.band[0]), "high": axis(course.band[1])}
    target = axis(course.target)
    words = _("Target: %(target)s or less") if course.is_down else _("Target: %(target)s or more")
    return words % {"target": target}


def _y_labels(course: Course, scale: Scale, axis: Callable[[Decimal], str]) -> list[Label]:
    """First value, middle and target; the middle only where it has room."""
    ends = [course.first, course.target] if course.first != course.target else [course.target]
    middle = (course.first + course.target) / 2
    room = abs(scale.y(course.first) - scale.y(course.target)) >= 2 * LABEL_GAP
    amounts = [ends[0], middle, ends[1]] if room else ends
    return [Label(0, scale.y(amount), axis(amount), dx=-10, dy=5, anchor="end") for amount in amounts]


def _x_labels(course: Course, today: date, today_x: float | None) -> list[Label]:
    """First day, today and end; the day of today only where it does not run into another."""
    labels = [Label(0, 100, wording.short_day(course.first_on, today), dy=20)]
    if today_x is not None and DATE_GAP <= today_x <= 100 - DATE_GAP:
        labels.append(Label(today_x, 100, wording.short_day(today, today), dy=20))
    return [*labels, Label(100, 100, wording.short_day(course.due_on, today), dy=20)]


def _last_label(dots: Sequence[Dot], text: str, today_x: float | None) -> Label:
    """The newest value in words, off its dot, the line before it and the hairline of today."""
    last = dots[-1]
    falls = len(dots) > 1 and dots[-2].y < last.y
    dy = 20 if (falls and last.y < 85) or last.y < 12 else -12
    is_beside_today = today_x is not None and abs(last.x - today_x) < NEAR_TODAY
    if last.x > 85 or (is_beside_today and last.x > NEAR_TODAY):
        return Label(last.x, last.y, text, dx=-8, dy=dy, anchor="end")
    if last.x < 3:
        return Label(last.x, last.y, text, dx=8, dy=dy, anchor="start")
    return Label(last.x, last.y, text, dy=dy)


def _description(
    unit: str,
    course: Course,
    known: Sequence[tuple[date, Decimal]],
    values: Sequence[Value],
    today: date,
    places: int,
) -> str:
    """The chart in words, for those who do not see it."""
    sentences = [_course_so_far(unit, known, today)]
    gaps = [wording.short_day(value.on, today) for value in values if value.amount is None]
    if gaps:
        words = ngettext("No value on %(days)s.", "No values on %(days)s.", len(gaps))
        sentences.append(words % {"days": ", ".join(gaps)})
    if course.first_on <= today <= course.due_on:
        expected = wording.quantity(round(course.expected(today), places), unit)
        sentences.append(_("Expected by today: %(value)s.") % {"value": expected})
    words = _("%(zone)s on %(day)s.")
    zone = _zone(lambda amount: wording.quantity(amount, unit), course)
    sentences.append(words % {"zone": zone, "day": wording.short_day(course.due_on, today)})
    return " ".join(sentences)


def _course_so_far(unit: str, known: Sequence[tuple[date, Decimal]], today: date) -> str:
    if not known:
        return _("No value yet.")
    (first_on, first), (last_on, last) = known[0], known[-1]
    names = {
        "first": wording.quantity(first, unit),
        "first_on": wording.short_day(first_on, today),
        "last": wording.quantity(last, unit),
        "last_on": wording.short_day(last_on, today),
    }
    if len(known) == 1:
        return _("%(first)s on %(first_on)s, the only value so far.") % names
    if last < first:
        return _("Fell from %(first)s on %(first_on)s to %(last)s on %(last_on)s.") % names
    if last > first:
        return _("Rose from %(first)s on %(first_on)s to %(last)s on %(last_on)s.") % names
    return _("Stands at %(last)s, on %(first_on)s and on %(last_on)s.") % names
