"""The schema of the API (OpenAPI 3.1): what the resources say about themselves, with headers, refusals and examples."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from core.api.examples import example_of
from core.api.problems import MEDIA_TYPE, Problem
from core.api.serializers import Taken

IF_MATCH = OpenApiParameter(
    "If-Match", {"type": "string", "minLength": 1}, OpenApiParameter.HEADER, required=True,
    description="The ETag of the thing as it was read, or * for whatever it is by now.",
)  # fmt: skip
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", {"type": "string", "minLength": 1, "maxLength": 255}, OpenApiParameter.HEADER,
    description="Chosen by the sender. Sent again within a day, the first answer is given and nothing is done twice.",
)  # fmt: skip
ETAG = OpenApiParameter(
    "ETag", OpenApiTypes.STR, OpenApiParameter.HEADER, response=[200, 201],
    description="The state of the thing, to be sent as If-Match.",
)  # fmt: skip
REFUSALS = {
    400: "Something in the query or the body is not right.",
    401: "No token, or one that is not valid any more.",
    403: "Not your right, or not in the scope of this token.",
    404: "There is nothing here for you.",
    406: "Answers are JSON.",
    409: "Not possible from the state in which it is.",
    412: "Somebody else saved first: the ETag names another state.",
    413: "The body has more than a megabyte.",
    415: "Bodies are JSON.",
    422: "This Idempotency-Key was sent before with something else.",
    428: "If-Match is missing.",
    429: "Too many requests in a minute.",
}
READING = (400, 401, 403, 406, 429)
WRITING = (400, 401, 403, 406, 409, 413, 415, 422, 429)
UPON = (404, 412, 428)


class Schema(AutoSchema):
    """One operation, as its resource and its verb describe it."""

    view: Any

    @property
    def is_on_one(self) -> bool:
        """Is it about one thing, and not about the list?"""
        return self.path.rstrip("/").endswith("}") or "}/" in self.path

    @property
    def act(self) -> Any:
        return self.view.act()

    def get_description(self) -> str:  # type: ignore[override]
        """The words of the verb; of what reads, those of the resource."""
        return self.act.says if self.act else super().get_description()

    def get_tags(self) -> list[str]:
        """One for each resource."""
        return [self._tokenize_path()[0]]

    def get_override_parameters(self) -> list[Any]:
        found = [ETAG] if self.is_on_one or self.act else []
        if self.act:
            found += [IDEMPOTENCY_KEY, *([IF_MATCH] if self.is_on_one else [])]
        return found

    def get_request_serializer(self) -> Any:
        """What the verb takes; none of a verb that needs no words."""
        return self.act.takes if self.act and self.act.takes().fields else None

    def get_response_serializers(self) -> Any:
        """What is shown, and every way to be refused."""
        refusals: tuple[int, ...] = WRITING if self.act else READING
        if self.is_on_one:
            refusals += UPON if self.act else (404,)
        found: dict[Any, Any] = {
            (status, MEDIA_TYPE): OpenApiResponse(Problem, REFUSALS[status]) for status in sorted(refusals)
        }
        gives = self.act.gives if self.act else None
        shown = gives() if gives else self.view.shown(many=self._is_list_view())
        if self.act and self.is_on_one:
            found[204] = OpenApiResponse(description="Done, and out of your sight by it.")
        made = self.act and not self.is_on_one and not gives
        return {201 if made else 200: OpenApiResponse(shown, "How it stands now."), **found}

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """A component is called by what it shows."""
        return str(super().get_serializer_name(serializer, direction)).removesuffix("Shown")

    def _is_list_view(self, serializer: Any = None) -> bool:
        return bool(self.view.action == "list")

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        found = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if isinstance(serializer, Taken):
            found["additionalProperties"] = False
        return found

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        found = super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        example = example_of(field, found)
        if example is not None and "$ref" not in found:
            found.setdefault("examples", [example])
        return found


@cache
def whole() -> dict[str, Any]:
    """The schema of every resource, made once in each process."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema
