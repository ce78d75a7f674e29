"""How every form looks: label, who sees it, control, help, error (`templates/django/forms/`).

A field states its readers by `who` (`field.who = who_sees(thing)`); the line is tied to the control for screen readers.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _


class BoundField(DjangoBoundField):
    """A bound field that knows its readers and ties them, the help and the error to the control."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        # The library's "This field is required" says nothing at the top of a page, and little at the field. Who knows
        # better words for one field gives them with the field.
        if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _("Fill in “%(label)s”") % {"label": self.label}

    @property
    def who(self) -> str:
        """The words of "who sees this", empty for what is public."""
        return str(getattr(self.field, "who", "") or "")

    @property
    def is_checkbox(self) -> bool:
        """Whether this is one box to tick: its label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def optional_word(self) -> str:
        """The word behind the label of a field that may stay empty, where the field asks for it by `says_optional`."""
        return _("optional") if getattr(self.field, "says_optional", False) and not self.field.required else ""

    @property
    def aria_describedby(self) -> str | None:
        """The ids of the lines that describe the control, readers first."""
        described = super().aria_describedby
        if described is None or not self.who or not self.auto_id or self.is_hidden:
            return described
        return f"{self.auto_id}_who {described}".strip()


class Renderer(TemplatesSetting):
    """Forms and widgets from our own templates."""

    bound_field_class = BoundField


class Picks(forms.RadioSelect):
    """Few choices in words, each a card of its own."""

    template_name = "django/forms/widgets/picks.html"


class Chips(forms.RadioSelect):
    """Few short values in one row, such as minutes."""

    template_name = "django/forms/widgets/chips.html"


class PickMany(forms.CheckboxSelectMultiple):
    """Several choices in words, each a card of its own."""

    template_name = "django/forms/widgets/picks.html"


class Day(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    """A day and a time, with the browser's own picker; the form says in which zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def problems(form: forms.BaseForm) -> list[dict[str, str]]:
    """What needs a look: one entry per error with the id of the control to go to (empty for the form as a whole)."""
    found = [{"id": "", "text": str(text)} for text in form.non_field_errors()]
    for bound in form:
        target = f"{bound.auto_id}_group" if bound.use_fieldset else bound.id_for_label
        found += [{"id": target, "text": str(text)} for text in form.errors.get(bound.name, [])]
    return found
