"""Forms of the desk."""

from django import forms


class SeenForm(forms.Form):
    """The moment at which the page was made: what came since then has not been seen."""

    until = forms.DateTimeField()


class SetAsideForm(forms.Form):
    """Until which day; without one it is not a problem."""

    until = forms.DateField(required=False)
