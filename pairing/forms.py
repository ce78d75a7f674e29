"""Forms of pairing: two people of one's own choice, the order of grades."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from core.forms import Day
from pairing.models import Run
from people.models import User
from programs.kinds import Role
from programs.models import Enrollment


class EnrollmentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People of a program by name and title."""

    def label_from_instance(self, obj: Any) -> str:
        person = obj.person
        return f"{person.name}, {person.title}" if person.title else str(person.name)


class ByHandForm(forms.Form):
    """Who with whom: those who wait for a pair, and all who take part on the other side."""

    def __init__(self, run: Run, me: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = run.program.words
        rows = Enrollment.objects.visible_to(me).taking_part().filter(program=run.program_id)
        rows = rows.select_related("person").order_by("person__family_name", "person__given_name", "id")
        for role in (Role.LEARNER, Role.GUIDE):
            self.fields[role.value] = EnrollmentChoice(
                queryset=rows.filter(role=role), label=str(words[role.value]).capitalize(), empty_label=_("Choose")
            )


class TellForm(forms.Form):
    """The one question about pairs that are brought in: are the two asked for their agreement at once?"""

    tells = forms.BooleanField(required=False)


class GradesForm(forms.Form):
    """One grade a line, the lowest first."""

    grades = forms.CharField(
        label=_("Grades, lowest first"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One on each line. A grade that is not here counts for neither side."),
    )

    def order(self) -> list[str]:
        """The grades as they were written, each once."""
        lines = (line.strip() for line in self.cleaned_data["grades"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class PublishForm(forms.Form):
    """When the mails about the pairs go out."""

    LATEST = timedelta(days=60)

    told_on = forms.DateField(
        label=_("Send the mails on"), required=False, widget=Day, help_text=_("At 09:00. Empty: they go at once.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_told_on(self) -> date | None:
        day: date | None = self.cleaned_data["told_on"]
        if day is not None and not self.today < day <= self.today + self.LATEST:
            raise forms.ValidationError(say("Choose a day from tomorrow on, within 60 days."))
        return day
