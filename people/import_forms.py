"""Forms of an import: the file, its columns, and the questions about people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from people.columns import ColumnError, ColumnMap
from people.headings import is_forbidden
from people.tables import MAX_BYTES, MESSAGES, Table

EXAMPLES = 3
NOT_STORED = ("", _("Not stored"))


class FileForm(forms.Form):
    """A CSV or XLSX file of at most 20 MB."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, up to 20 MB. The next page shows what is in it before anything is saved."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(MESSAGES["too-large"])
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the file: our field, or "Not stored"."""

    email_domain = forms.CharField(
        label=_("If addresses are logins only: what comes after the @"), required=False, max_length=200
    )

    def __init__(
        self, *args: Any, table: Table, labels: Mapping[str, Any], choose: Callable[..., ColumnMap], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.labels, self.choose = table, labels, choose
        guessed = self._guess()
        choices = [NOT_STORED, *labels.items()]
        for at, header in enumerate(table.headers):
            if not is_forbidden(header):
                initial = guessed.get(header, "")
                field = forms.ChoiceField(label=header, choices=choices, required=False, initial=initial)
                field.widget.attrs["aria-label"] = header
                self.fields[f"column_{at}"] = field

    def _guess(self) -> dict[str, str]:
        """Heading → field."""
        try:
            columns = self.choose(self.table, None).columns
        except ColumnError as error:
            # What cannot be missing was not recognized; the person says which column it is.
            columns = error.guessed
        return {header: name for name, header in columns.items()}

    def rows(self) -> list[dict[str, Any]]:
        """For each column: heading, example values, and the choice if there is one."""
        return [
            {"header": header, "examples": self._examples(at), "field": self._bound(at)}
            for at, header in enumerate(self.table.headers)
        ]

    def _bound(self, at: int) -> forms.BoundField | None:
        return self[f"column_{at}"] if f"column_{at}" in self.fields else None

    def _examples(self, at: int) -> list[str]:
        values = (row.cells[at] for row in self.table.rows[:200])
        return list(dict.fromkeys(value[:60] for value in values if value))[:EXAMPLES]

    def clean_email_domain(self) -> str:
        domain = str(self.cleaned_data["email_domain"]).strip().lstrip("@").lower()
        if domain:
            try:
                validate_email(f"someone@{domain}")
            except ValidationError as error:
                raise ValidationError(_("Write it like example.org.")) from error
        return domain

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        asked = dict.fromkeys(self.labels, "")
        for at, header in enumerate(self.table.headers):
            name = cleaned.get(f"column_{at}")
            if name and asked[name]:
                self.add_error(f"column_{at}", _("“%(field)s” is chosen twice.") % {"field": self.labels[name]})
            elif name:
                asked[name] = header
        if not self.errors:
            try:
                self.choose(self.table, asked)
            except ColumnError as error:
                raise ValidationError(str(error)) from error
        return {**cleaned, "asked": asked}


class AnswersForm(forms.Form):
    """The two questions of the check page, and the yes to many leavers."""

    complete = forms.BooleanField(required=False)
    contradictions = forms.ChoiceField(choices=[(word, word) for word in ("", "left", "active")], required=False)
    allow_leavers = forms.BooleanField(required=False)
