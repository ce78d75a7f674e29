"""Text that is sealed in the database and opened only where somebody reads it."""

from typing import TYPE_CHECKING, Any, NoReturn

from django import forms
from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from core.keys import ring

if TYPE_CHECKING:
    _TextField = models.TextField[str | None, Any]
else:
    _TextField = models.TextField


class Sealed(str):
    """The stored form. A type of its own, because a person may type a text that looks like one."""

    __slots__ = ()


class _Opening(DeferredAttribute):
    """Opens the value when somebody reads the attribute, so that a list of rows decrypts nothing."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Sealed):
            return value
        return self.field.open(instance, value)

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(_TextField):
    """A text stored as `v1:<token>` with `label|pk|` sealed inside.

    In: a label that no other column has ("note.text"). A value copied to another row or column raises
    `core.errors.SealBroken` when it is read. `values()` and `dumpdata` give the stored form. Every look-up but `isnull`
    raises FieldError, and so do `QuerySet.update()` and `bulk_update()`, except for `update(field=None)`, which clears.
    The empty text and NULL are stored as they are. Not for `bulk_create(update_conflicts=…)`: the row keeps its old
    key, and the new value is sealed for another.
    """

    descriptor_class = _Opening
    description = _("Sealed text")

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        self.label = label
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["label"] = self.label
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if self.unique or vars(self)["db_index"]:
            found.append(checks.Error("a sealed column cannot be unique or indexed", obj=self, id="core.E002"))
        if "|" in self.label:
            found.append(checks.Error("a label has no |", obj=self, id="core.E003"))
        return found

    def open(self, instance: models.Model, value: str) -> str:
        return ring().open(self.label, instance.pk, value) if value else ""

    def seal(self, instance: models.Model, text: str) -> Sealed:
        if instance.pk is None:
            raise ValueError(f"{self.label}: a row needs its key before a text is sealed for it")
        _refuse_unstorable(text)
        return Sealed(ring().seal(self.label, instance.pk, text) if text else "")

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if value is not None:
            _refuse_unstorable(value)
        return value

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        value = model_instance.__dict__[self.attname]
        if isinstance(value, Sealed):
            if add:
                self.open(model_instance, value)  # a copied instance has a new key: fail now, not at the next reading
            return value
        if value is None:
            return None
        if hasattr(value, "resolve_expression"):
            self._refuse("an expression")
        return self.seal(model_instance, str(value))

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Only what `pre_save` has sealed comes through. Plain text here means `QuerySet.update()`; the stored form as
        text means `loaddata`; the empty text is a migration's default."""
        if value is None or isinstance(value, Sealed):
            return value
        if value != "" and not ring().is_sealed_for(self.label, str(value)):
            self._refuse("update()")
        return str(value)

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        # Expressions skip get_db_prep_save, and Value("text") would be stored in clear.
        if hasattr(value, "resolve_expression") or (value == "" and not isinstance(value, Sealed)):
            self._refuse("update()")
        return "%s"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            self._refuse(f"the look-up {lookup_name!r}")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> NoReturn:
        self._refuse(f"the look-up {lookup_name!r}")

    def value_to_string(self, obj: models.Model) -> str:
        """For dumpdata: the stored form, never the text."""
        value = obj.__dict__[self.attname]
        return str(value if isinstance(value, Sealed) else self.seal(obj, value))

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"widget": forms.Textarea, **kwargs})

    def _refuse(self, what: str) -> NoReturn:
        raise FieldError(f"{self.label} is sealed: {what} is not possible, set the attribute and save()")


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """The sealed columns of a model's table."""
    return [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]


def _refuse_unstorable(text: str) -> None:
    if "\x00" in text:
        raise ValidationError(_("Null characters are not allowed."), code="null_characters_not_allowed")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValidationError(_("This text holds a broken character."), code="surrogate") from error
