"""Forms of goals, values, reviews and aims. Who reads a field comes from the rules that guard it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import wording
from core.forms import Chips, Day, PickMany, Picks
from goals import cards, rules
from goals.models import Aim, CoachingGoal, LookBack, Measurement, Metric
from goals.models.aims import HORIZONS
from goals.models.metric import wrong_target
from goals.progress import Direction
from goals.proposing import Terms
from people.models import User
from relationships.models import Relationship

RHYTHMS = {7: gettext_lazy("week"), 14: gettext_lazy("2 weeks"), 28: gettext_lazy("4 weeks")}


class NumberInput(forms.TextInput):
    """A decimal number as its reader writes it; the browser's own number field refuses commas."""

    def __init__(self) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off"})


def number(label: Any, **options: Any) -> forms.DecimalField:
    """A field for a decimal number."""
    mend = gettext_lazy("Write the number in digits, with a point before decimals: 15.5.")
    errors = {"invalid": mend, "max_digits": mend, "max_whole_digits": mend, "max_decimal_places": mend}
    options = {"max_digits": 14, "decimal_places": 4, "localize": True, "error_messages": errors, **options}
    return forms.DecimalField(label=label, widget=NumberInput(), **options)


class GoalForm(forms.Form):
    """What the coach proposes: the goal, its measure, its target."""

    title = forms.CharField(
        label=gettext_lazy("What gets better?"),
        max_length=200,
        help_text=gettext_lazy("Something you both could count or see."),
    )
    skills = forms.ChoiceField(
        label=gettext_lazy("What kind of goal is it?"), choices=CoachingGoal.Skills.choices, widget=Picks
    )
    unit = forms.CharField(
        label=gettext_lazy("Measured in"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For instance %, days, or complaints. Empty for a plain number."),
    )
    direction = forms.ChoiceField(label=gettext_lazy("It should go"), choices=Direction.choices, widget=Chips)
    first = number(gettext_lazy("First value"), required=False)
    first_on = forms.DateField(label=gettext_lazy("Day of the first value"), required=False, widget=Day)
    amount = number(gettext_lazy("Target"))
    upper = number(gettext_lazy("Upper end"), required=False, help_text=gettext_lazy("Only to keep within a range."))
    due_on = forms.DateField(label=gettext_lazy("By"), widget=Day)
    cadence_days = forms.TypedChoiceField(
        label=gettext_lazy("A value every"), choices=list(RHYTHMS.items()), coerce=int, widget=Chips, initial=14
    )
    enters = forms.ChoiceField(label=gettext_lazy("Who enters the values?"), widget=Chips)
    source = forms.CharField(
        label=gettext_lazy("Where the numbers come from"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For instance the weekly report."),
    )
    horizon = forms.ChoiceField(label=gettext_lazy("It is for"), choices=CoachingGoal.Horizon.choices, widget=Chips)
    weight = forms.TypedChoiceField(
        label=gettext_lazy("How much it counts"),
        choices=[(1, gettext_lazy("Normal")), (2, gettext_lazy("More")), (3, gettext_lazy("Most"))],
        coerce=int,
        widget=Chips,
        initial=1,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, relationship: Relationship, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        names = {role: getattr(relationship, role).first_name for role in ("learner", "guide")}
        self.fields["enters"].choices = list(names.items())  # type: ignore[attr-defined]
        self.fields["title"].who = rules.who_sees(user, relationship)  # type: ignore[attr-defined]
        self.initial = {**self.starting(relationship), **self.initial}

    @staticmethod
    def starting(relationship: Relationship) -> dict[str, Any]:
        return {
            "skills": CoachingGoal.Skills.IMPROVE, "direction": Direction.UP, "cadence_days": 14, "weight": 1,
            "enters": Metric.Enters.LEARNER, "horizon": CoachingGoal.Horizon.CURRENT_ROLE,
            "due_on": relationship.ends_on,
        }  # fmt: skip

    def clean_first_on(self) -> date | None:
        return _not_in_future(self.cleaned_data["first_on"], self.today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("direction") != Direction.WITHIN:
            data["upper"] = None
        if data.get("amount") is not None and data.get("direction"):
            wrong = wrong_target(data["direction"], data.get("first"), data["amount"], data.get("upper"))
            if wrong:
                self.add_error("amount", wrong)
        return data

    def terms(self) -> Terms:
        names = Terms.__dataclass_fields__
        return Terms(**{name: value for name, value in self.cleaned_data.items() if name in names})


class EditGoalForm(GoalForm):
    """The same without a first value, which is a value like others by now."""

    def __init__(self, *args: Any, goal: CoachingGoal, **kwargs: Any) -> None:
        metric = goal.metric
        target = metric.open_target or metric.counting_target
        initial = {name: getattr(goal, name) for name in ("title", "skills", "horizon", "weight", "version")} | {
            name: getattr(metric, name) for name in ("unit", "direction", "cadence_days", "enters", "source")
        }
        if target is not None:
            initial |= {"amount": plain(target.amount), "upper": plain(target.upper), "due_on": target.due_on}
        super().__init__(*args, initial=initial, relationship=goal.relationship, **kwargs)
        del self.fields["first"], self.fields["first_on"]
        known = dict(RHYTHMS)
        if metric.cadence_days not in known:
            self.fields["cadence_days"].choices = [  # type: ignore[attr-defined]
                *known.items(), (metric.cadence_days, _("%(n)s days") % {"n": metric.cadence_days}),
            ]  # fmt: skip


def plain(amount: Any) -> Any:
    """A stored decimal without zeros that say nothing, for a field."""
    return None if amount is None else amount.normalize() + 0


def _not_in_future(on: date | None, today: date) -> date | None:
    if on is not None and on > today:
        raise forms.ValidationError(_("This date is in the future."))
    return on


def _right_day(metric: Metric, on: date, today: date) -> date:
    if wrong := metric.wrong_day(on, today):
        raise forms.ValidationError(wrong)
    return on


class ValueForm(forms.Form):
    """A value: how much, when, from where."""

    value = number(gettext_lazy("Value"))
    on_day = forms.DateField(label=gettext_lazy("Date"), widget=Day)
    source = forms.ChoiceField(label=gettext_lazy("Source"), widget=Picks)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, goal: CoachingGoal, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric, self.today = goal.metric, today
        self.initial = {"on_day": today, "source": sources(goal.relationship, user)[0][0], **self.initial}
        self.fields["source"].choices = sources(goal.relationship, user)  # type: ignore[attr-defined]
        unit = goal.metric.unit
        self.fields["value"].label = _("Value in %(unit)s") % {"unit": unit} if unit else _("Value")
        for name in ("value", "note"):
            self.fields[name].who = rules.who_sees_goal(user, goal)  # type: ignore[attr-defined]
        self.fields["note"].who = rules.who_sees(user, goal.relationship)  # type: ignore[attr-defined]

    def clean_on_day(self) -> date:
        return _right_day(self.metric, self.cleaned_data["on_day"], self.today)


class CorrectForm(ValueForm):
    """Another number for a day that has one; the day stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["on_day"]


def sources(relationship: Relationship, user: User) -> list[tuple[str, Any]]:
    """Where a value comes from, in the words of whoever enters it."""
    choices = Measurement.Source
    if rules.is_learner(user, relationship):
        return list(choices.choices)
    names = {"name": relationship.learner.first_name}
    return [
        (choices.SEEN.value, _("I saw it")),
        (choices.MEASURED.value, _("%(name)s measured it") % names),
        (choices.SYSTEM.value, choices.SYSTEM.label),
        (choices.OTHER.value, choices.OTHER.label),
    ]


class RowForm(forms.Form):
    """One due measure on the page that takes all of them; an empty value leaves it for later."""

    value = number(gettext_lazy("Value"), required=False)
    on_day = forms.DateField(label=gettext_lazy("Date"), widget=Day, required=False)
    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)

    def __init__(self, *args: Any, metric: Metric, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric, self.today = metric, today
        choices = sources(metric.goal.relationship, user)
        self.initial = {"on_day": today, "source": choices[0][0]}
        self.fields["source"].choices = choices  # type: ignore[attr-defined]
        unit = metric.unit
        self.fields["value"].label = _("Value in %(unit)s") % {"unit": unit} if unit else _("Value")
        latest = metric.values_now[-1:]
        if latest:
            last = {"value": metric.quantity(latest[0].value), "day": wording.short_day(latest[0].on_day, today)}
            self.fields["value"].help_text = _("Last: %(value)s on %(day)s.") % last

    def clean_source(self) -> str:
        """A row that was not on the page sent nothing: its usual source counts."""
        return str(self.cleaned_data["source"] or self.initial["source"])

    def clean_on_day(self) -> date:
        return _right_day(self.metric, self.cleaned_data["on_day"] or self.today, self.today)


class OwnWordsForm(forms.Form):
    """Why it matters, in the coachee's words."""

    text = forms.CharField(
        label=gettext_lazy("Why does it matter to you?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, goal: CoachingGoal, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"text": goal.own_words or ""}
        self.fields["text"].who = rules.who_sees(user, goal.relationship)  # type: ignore[attr-defined]


class WaiveForm(forms.Form):
    """Why there is no first value."""

    reason = forms.CharField(
        label=gettext_lazy("Why is there no first value?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, goal: CoachingGoal, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].who = rules.who_sees(user, goal.relationship)  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """What helped; for each goal what is next, as far as its reader decides that; what next in words."""

    KEEP, CHANGE, CLOSE = "keep", "change", "close"

    what_helped = forms.CharField(
        label=gettext_lazy("What helped?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    what_next = forms.CharField(
        label=gettext_lazy("What next?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, relationship: Relationship, user: User, goals: Sequence[CoachingGoal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {f"goal_{goal.pk.hex}": goal for goal in goals if cards.may_do(user, goal) >= {"edit", "drop"}}
        for name, goal in self.goals.items():
            self.fields[name] = forms.ChoiceField(
                label=_("What next for “%(goal)s”?") % {"goal": goal.title}, widget=Chips, required=False,
                initial=self.KEEP,
                choices=[(self.KEEP, _("Keep")), (self.CHANGE, _("Change target")), (self.CLOSE, _("Close"))],
            )  # fmt: skip
        self.order_fields(["what_helped", *self.goals, "what_next"])
        for field in self.fields.values():
            field.who = rules.who_sees(user, relationship)  # type: ignore[attr-defined]

    def decided(self, what: str) -> list[CoachingGoal]:
        """The goals of which that was chosen."""
        return [goal for name, goal in self.goals.items() if self.cleaned_data[name] == what]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        says_more = any(data.get(name, "") not in ("", self.KEEP) for name in self.goals)
        if not says_more and not data.get("what_helped") and not data.get("what_next"):
            raise forms.ValidationError(_("Write what helped or what is next."))
        return data


class AimForm(forms.Form):
    """A sentence; for what; how I'll get there. The sentence is enough."""

    sentence = forms.CharField(
        label=gettext_lazy("What do you want?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write it in one sentence, as it would be said aloud.")},
    )  # fmt: skip
    horizons = forms.MultipleChoiceField(
        label=gettext_lazy("It is about"), choices=list(HORIZONS.items()), required=False, widget=PickMany
    )
    how = forms.CharField(
        label=gettext_lazy("How I’ll get there"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One way per line. It may stay empty."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, relationship: Relationship, user: User, aim: Aim | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sentence"].who = rules.who_sees(user, relationship)  # type: ignore[attr-defined]
        if not rules.is_learner(user, relationship):
            names = {"name": relationship.learner.first_name}
            self.fields["sentence"].label = _("What does %(name)s want?") % names
            self.fields["how"].label = _("How %(name)s gets there") % names
        if aim is not None:
            self.initial = {
                "sentence": aim.sentence, "horizons": aim.horizons, "how": "\n".join(aim.how), "version": aim.number,
            }  # fmt: skip

    def lines(self) -> list[str]:
        """ "How", line by line."""
        return [line.strip() for line in self.cleaned_data["how"].splitlines() if line.strip()]


class LookBackForm(forms.Form):
    """Still right for you? And two lines for oneself."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Still right for you?"), choices=LookBack.Answer.choices, widget=Picks
    )
    work = forms.CharField(
        label=gettext_lazy("Where I have come in my work"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    content = forms.CharField(
        label=gettext_lazy("How content I am"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.who = _("Only you")  # type: ignore[attr-defined]
