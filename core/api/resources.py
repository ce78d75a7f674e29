"""A resource: rows that one may see, and the verbs that may be done with them, each as an endpoint of its own.

    class Sessions(Resource):
        area = "relationships"
        shown = SessionShown
        filterset_fields = ("relationship", "status")
        creates = Act(scheduling.plan, PlanSession, on="relationship")      # POST   sessions/
        edits = Act(acting.edit, EditAction)                                # PATCH  sessions/{id}/
        removes = Act(writing.remove)                                       # DELETE sessions/{id}/
        verbs = {"call_off": Act(scheduling.call_off)}                      # POST   sessions/{id}/call-off/
        makes = {"log_unplanned": Act(holding.log_unplanned, Log, on="relationship")}  # POST sessions/log-unplanned/

        def rows(self) -> QuerySet[Session]:
            return Session.objects.visible_to(self.person)

What shows no rows is a `Door`, with `makes` alone or a `list` of its own. A door holds no rule: it fetches through
`rows`, takes a body apart, calls the verb and shows what the row is by then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from inspect import getdoc, signature
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.viewsets import GenericViewSet

from core import clock, once
from core.api.etags import etag_of, require_match
from core.api.paging import ByAge, FilterBackend
from core.api.parsers import SmallJSON
from core.api.problems import Refusal
from core.api.serializers import Nothing, Shown, Taken
from core.api.throttles import PerMinute

LONGEST_KEY = 255
# What a verb compares with the row as somebody saw it: If-Match has said by then that it is still so.
SEEN = ("version", "revision")
CLAIMS = re.compile(r" \([SC]\d[^)]*\)")


@dataclass(frozen=True)
class Act:
    """A verb as an endpoint.

    `verb` is called with the thing, what `takes` holds by name, `by` and `now`, and with the row's `version` or
    `revision` if it asks for one. To create, `on` names the key of the body that comes first, in the place of a thing.
    `gives` shows what the verb returns, where that is no thing of the resource.
    """

    verb: Callable[..., Any]
    takes: type[Taken] = Nothing
    on: str = ""
    gives: type[BaseSerializer[Any]] | None = None

    @property
    def says(self) -> str:
        """What it does, in the words of the verb, without the claims that prove it."""
        return CLAIMS.sub("", getdoc(self.verb) or "")

    def call(self, thing: Any, values: dict[str, Any], *, by: Any, now: datetime) -> Any:
        """Do it. Raises what the verb raises."""
        values = dict(values)
        for name in SEEN if thing is not None else ():
            if hasattr(thing, name) and name in signature(self.verb).parameters:
                values[name] = getattr(thing, name)
        first = [values.pop(self.on)] if self.on else [thing] if thing is not None else []
        return self.verb(*first, **values, by=by, now=now)


class Door(GenericViewSet[Any]):
    """What every address does, also one that shows no rows: who asks, when, what a body may hold, once."""

    area: ClassVar[str]
    shown: ClassVar[type[BaseSerializer[Any]]]
    makes: ClassVar[dict[str, Act]] = {}

    http_method_names = ["get", "head", "post", "patch", "delete"]
    filter_backends: Any = ()
    pagination_class: Any = None
    parser_classes = (SmallJSON,)
    throttle_classes = (PerMinute,)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make a method of every verb, as the router looks for them."""
        super().__init_subclass__(**kwargs)
        for name, act in cls.makes.items():
            path = name.replace("_", "-")
            setattr(cls, name, action(detail=False, methods=["post"], url_path=path, url_name=path)(_create(name, act)))

    @property
    def person(self) -> Any:
        """Who asks."""
        return self.request.user

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @property
    def today(self) -> date:
        """The day that it is for who asks."""
        return clock.day_of(self.now, self.person.time_zone)

    def act(self) -> Act | None:
        """The verb behind this request; None for one that reads."""
        return self.makes.get(self.action)

    @classmethod
    def model(cls) -> type[Model] | None:
        """What its rows are, if it has any."""
        return None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Moments are told in UTC, whatever zone the person's pages are in."""
        with timezone.override(UTC):
            return super().dispatch(request, *args, **kwargs)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        act = self.act()
        return self.shown if act is None else act.takes

    def _shown(self, things: Any, *, many: bool = False) -> Any:
        return self.shown(things, many=many, context=self.get_serializer_context())

    def _as_it_is_now(self, pk: Any, status: int = 200) -> Response:
        """The thing after a verb."""
        raise NotImplementedError

    def _body(self, takes: type[Taken], *, thing: Any = None) -> dict[str, Any]:
        """The arguments that the body holds; of an edit, what it leaves out is as it was. Raises ValidationError."""
        data, context = self.request.data, dict(self.get_serializer_context())
        if thing is not None and isinstance(data, Mapping):
            data, context["thing"] = {**takes(context=context).as_it_is(thing), **data}, thing
        taken = takes(data=data, context=context)
        taken.is_valid(raise_exception=True)
        return dict(taken.validated_data)

    def once(self, do: Callable[[], Response]) -> Response:
        """Do it; with an Idempotency-Key that was sent before, answer as then instead. Raises Refusal (422, 400)."""
        key = self.request.headers.get("Idempotency-Key")
        if key is None:
            return do()
        if not 1 <= len(key) <= LONGEST_KEY:
            raise ValidationError({"Idempotency-Key": [_("Between 1 and 255 characters.")]})
        asked = json.dumps([self.request.method, self.request.path, self.request.data], cls=JSONEncoder, sort_keys=True)
        try:
            first = once.answered(self.person, key, asked, self.now)
            kept = first or once.answer(self.person, key, asked, self.now, lambda: _kept(do()))
        except once.OtherBody:
            raise Refusal(422, _("This Idempotency-Key was sent before with something else.")) from None
        return Response(kept.body, kept.status, headers=kept.headers)


class Resource(Door):
    """What every resource does. A subclass says `area`, `shown`, `rows` and its verbs (see above)."""

    shown: ClassVar[type[Shown]]
    creates: ClassVar[Act | None] = None
    edits: ClassVar[Act | None] = None
    removes: ClassVar[Act | None] = None
    verbs: ClassVar[dict[str, Act]] = {}

    lookup_value_converter = "uuid"
    filterset_fields: ClassVar[tuple[str, ...]] = ()
    filter_backends = (FilterBackend,)
    pagination_class = ByAge

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make a method of every verb, as the router looks for them."""
        super().__init_subclass__(**kwargs)
        for name, act, make in (
            ("create", cls.creates, _create),
            ("partial_update", cls.edits, _edit),
            ("destroy", cls.removes, _do),
        ):
            if act is not None:
                setattr(cls, name, make(name, act))
        for name, act in cls.verbs.items():
            path = name.replace("_", "-")
            setattr(cls, name, action(detail=True, methods=["post"], url_path=path, url_name=path)(_do(name, act)))

    # What a resource says

    def rows(self) -> QuerySet[Any]:
        """The rows that `self.person` may see, with what an answer needs."""
        raise NotImplementedError

    def rows_to_act(self) -> QuerySet[Any]:
        """Those of them that a verb may be called on; the same, unless a resource says that it takes more."""
        return self.get_queryset()

    def act(self) -> Act | None:
        """The verb behind this request; None for one that reads."""
        named = {"create": self.creates, "partial_update": self.edits, "destroy": self.removes}
        return named.get(self.action) or self.verbs.get(self.action) or super().act()

    @classmethod
    def model(cls) -> type[Model]:
        """What its rows are."""
        found: type[Model] = cls.shown.Meta.model
        return found

    # How the framework asks for it

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            rows: QuerySet[Any] = self.model()._default_manager.none()
            return rows
        return self.rows()

    def list(self, request: Request) -> Response:
        """What one may see, the newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self._shown(page, many=True).data)

    def retrieve(self, request: Request, pk: Any) -> Response:
        """One of them, with its ETag."""
        return self._answer(self._fetch(pk))

    # Reading and writing

    def _fetch(self, pk: Any) -> Any:
        """The thing. Raises Http404 for one that is not there, or not there for this person."""
        found = (self.rows_to_act() if self.act() else self.get_queryset()).filter(id=pk).first()
        if found is None:
            raise Http404
        return found

    def _answer(self, thing: Any, status: int = 200) -> Response:
        data = self._shown(thing).data
        return Response(data, status, headers={"ETag": etag_of(data)})

    def _as_it_is_now(self, pk: Any, status: int = 200) -> Response:
        """The thing after a verb; nothing, once it is out of this person's sight."""
        found = self.get_queryset().filter(id=pk).first()
        return Response(status=204) if found is None else self._answer(found, status)


def _kept(response: Response) -> once.Answer:
    """An answer as plain values, to be kept."""
    return once.Answer(
        response.status_code, dict(response.items()), json.loads(json.dumps(response.data, cls=JSONEncoder))
    )


def _create(name: str, act: Act) -> Callable[..., Response]:
    """POST to the list."""

    def create(self: Door, request: Request) -> Response:
        def do() -> Response:
            made = act.call(None, self._body(act.takes), by=self.person, now=self.now)
            if act.gives is not None:
                return Response(act.gives(made, context=self.get_serializer_context()).data)
            response = self._as_it_is_now(made.pk, 201)
            response["Location"] = f"{'/'.join(request.path.split('/')[:4])}/{made.pk}/"
            return response

        return self.once(do)

    return _named(create, name, act)


def _do(name: str, act: Act) -> Callable[..., Response]:
    """POST to a verb of a thing, or DELETE of the thing."""

    def do_verb(self: Resource, request: Request, pk: Any) -> Response:
        return self.once(lambda: _upon(self, act, pk, edits=False))

    return _named(do_verb, name, act)


def _edit(name: str, act: Act) -> Callable[..., Response]:
    """PATCH of a thing: what the body leaves out stays."""

    def edit(self: Resource, request: Request, pk: Any) -> Response:
        return self.once(lambda: _upon(self, act, pk, edits=True))

    return _named(edit, name, act)


def _upon(self: Resource, act: Act, pk: Any, *, edits: bool) -> Response:
    """Fetch, compare the ETag, read the body, call the verb, show."""
    thing: Model = self._fetch(pk)
    require_match(self.request, etag_of(self._shown(thing).data))
    values = self._body(act.takes, thing=thing if edits else None)
    act.call(thing, values, by=self.person, now=self.now)
    return self._as_it_is_now(pk)


def _named(function: Callable[..., Response], name: str, act: Act) -> Callable[..., Response]:
    function.__name__, function.__doc__ = name, act.says
    return function
