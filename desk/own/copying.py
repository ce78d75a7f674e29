"""A person's copy of what is kept about them: what is theirs, what they wrote, and what both halves of a pair read.

Never what somebody else wrote in private: a text is opened only for who wrote it, or while the two of a pair read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Field, Model, Q, QuerySet
from django.utils.translation import gettext as _

from core.at_once import fetch
from core.clock import day_of
from core.errors import NotYours
from core.fields import EncryptedTextField
from core.verbs import verb
from desk.own.holdings import GROUPS, HOLDINGS, Holding
from desk.own.labels import label_of, text_of, told, value_of
from people.models import Skill, User
from programs.models import Program
from relationships.models import Relationship

SCHEMA = "manyhands-own-data/1"
Row = dict[str, Any]


@verb("person.copy_own")
def copy_of(person: User, *, by: User, now: datetime) -> dict[str, Any]:
    """Everything, by groups: for oneself alone."""
    if by.pk != person.pk:
        raise NotYours(_("Only %(name)s can take a copy of this.") % {"name": person.first_name})
    return {
        "schema": SCHEMA,
        "made_at": now,
        "person": str(person.pk),
        "groups": [{"key": key, "name": str(GROUPS[key]), "tables": group_of(person, key, now)} for key in GROUPS],
    }


def group_of(person: User, key: str, now: datetime) -> list[dict[str, Any]]:
    """The tables of one group that hold anything, with their rows as label → value."""
    holdings = [holding for holding in HOLDINGS if holding.group == key]
    rows = _Reader(person, now).rows_of(holdings)
    return [{"name": str(holding.title), "rows": some} for holding, some in zip(holdings, rows, strict=True) if some]


class _Reader:
    """What one person may read at one moment: the pairs, then all the rows, then the names in them, each by one
    question."""

    def __init__(self, person: User, now: datetime) -> None:
        self.person = person
        pairs = Relationship.objects.visible_to(person).filter(Q(guide=person) | Q(learner=person))
        # A proposal that came to nothing is kept from both.
        pairs = pairs.exclude(status="lapsed").select_related("guide", "learner")
        shared = Relationship.objects.shared_with(person, day_of(now, person.time_zone)).values_list("pk", flat=True)
        fetch(pairs, shared)
        self.pairs, self.readable = {pair.pk: pair for pair in pairs}, set(shared)

    def rows_of(self, holdings: list[Holding]) -> list[list[Row]]:
        """Of each table the rows."""
        things = [self._things(holding) for holding in holdings]
        fetch(*things)
        fields = [[each for each in told(holding.model) if each.name not in holding.hides] for holding in holdings]
        names = self._names(zip(things, fields, strict=True))
        return [
            [self._row(holding, each, columns, names) for each in rows]
            for holding, rows, columns in zip(holdings, things, fields, strict=True)
        ]

    def _things(self, holding: Holding) -> QuerySet[Any]:
        """One's own rows, and, of what a pair shares, those that both read now; dates and states of all one's pairs."""
        whose = Q()
        for column in holding.mine:
            whose |= Q(**{column: self.person.pk})
        texts = {f"by_{name}": F(path) for name, path in holding.texts.items() if path}
        found: QuerySet[Any] = holding.model._base_manager.annotate(**texts)
        if holding.pair:
            whose |= Q(**{f"{holding.pair}__in": self.readable})
            found = found.annotate(of_pair=F(holding.pair)).filter(**{f"{holding.pair}__in": list(self.pairs)})
        if any(field.name == "role" for field in holding.model._meta.concrete_fields):
            found = found.select_related("program")  # whose words say what the role is called
        if any(field.name == "removed_at" for field in holding.model._meta.concrete_fields):
            found = found.filter(removed_at__isnull=True)  # it stands for Undo alone
        return found.filter(whose).order_by("pk").distinct()

    def _row(self, holding: Holding, thing: Model, fields: Iterable[Field[Any, Any]], names: dict[Any, str]) -> Row:
        row: Row = {}
        words = thing.words if isinstance(thing, Program | Relationship) else None
        for field in fields:
            if isinstance(field, EncryptedTextField):
                value = self._text(holding, thing, field)
            elif field.is_relation:
                value = self._named(field, getattr(thing, field.attname), names)
            else:
                value = value_of(thing, field, self.pairs)
            if value not in (None, "", [], {}):
                row[label_of(field, words)] = value
        return row

    def _text(self, holding: Holding, thing: Model, field: EncryptedTextField) -> str | None:
        wrote = getattr(thing, f"by_{field.name}", None) == self.person.pk
        shared = bool(holding.pair) and getattr(thing, "of_pair", None) in self.readable
        return text_of(thing, field) if wrote or shared else None

    def _named(self, field: Field[Any, Any], key: UUID | None, names: dict[Any, str]) -> str | None:
        if key is None or key == self.person.pk:
            return _("you") if key else None
        if field.related_model is Relationship:
            pair = self.pairs.get(key)
            return _("you and %(name)s") % {"name": pair.other(self.person).name} if pair else None
        return names.get(key, _("somebody else") if field.related_model is User else None)

    def _names(self, tables: Iterable[tuple[Iterable[Any], Iterable[Field[Any, Any]]]]) -> dict[Any, str]:
        """Names of the people, programs and skills that these rows mention, as far as one may see them."""
        asked: dict[Any, set[Any]] = {User: set(), Program: set(), Skill: set()}
        for things, fields in tables:
            for field in fields:
                if field.is_relation and field.related_model in asked:
                    asked[field.related_model] |= {getattr(each, field.attname) for each in things} - {None}
        found = [model.objects.visible_to(self.person).filter(pk__in=keys) for model, keys in asked.items()]
        fetch(*found)
        return {row.pk: str(row) for rows in found for row in rows}
