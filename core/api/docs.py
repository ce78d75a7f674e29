"""The schema: a file for machines, a page for people. Both are public: they name what there is, and hold none of it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.api.schema import whole

REFERENCE = "#/components/schemas/"
# Sections in this order: what is told to everybody stands once, above them.
VERBS = ("get", "post", "patch", "delete")


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 as JSON."""
    return HttpResponse(json.dumps(whole(), default=str), content_type="application/vnd.oai.openapi+json")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """One page with every operation, made from the schema."""
    return render(request, "core/api_docs.html", {"resources": resources(whole()), "schema": whole()["info"]})


def resources(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations of a schema, by resource, each ready to be shown."""
    found: dict[str, dict[str, Any]] = {}
    for path, methods in schema["paths"].items():
        for method in (method for method in VERBS if method in methods):
            operation = methods[method]
            name = operation["tags"][0]
            resource = found.setdefault(name, {"name": name, "operations": []})
            resource["operations"].append(_operation(schema, path, method, operation))
    return [found[name] for name in sorted(found)]


def _operation(schema: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answer: dict[str, Any] = next(
        (found for status, found in operation["responses"].items() if status in {"200", "201"}), {}
    )
    shown = answer.get("content", {}).get("application/json", {}).get("schema")
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "says": operation.get("description", ""),
        "scope": next((scopes[0] for one in operation.get("security", []) for scopes in one.values() if scopes), ""),
        "query": [one for one in operation.get("parameters", []) if one["in"] == "query"],
        "takes": _fields(schema, body),
        "body": json.dumps(example(schema, body), indent=2, ensure_ascii=False) if body else "",
        "shown": json.dumps(example(schema, shown), indent=2, ensure_ascii=False) if shown else "",
        "statuses": ", ".join(sorted(operation["responses"])),
    }


def _resolved(schema: dict[str, Any], part: Any) -> dict[str, Any]:
    """A part of the schema, with what it refers to in its place."""
    found = dict(part or {})
    for inner in found.pop("allOf", []):
        found = {**_resolved(schema, inner), **found}
    if "$ref" in found:
        found = {**schema["components"]["schemas"][found.pop("$ref").removeprefix(REFERENCE)], **found}
    return found


def _fields(schema: dict[str, Any], body: Any) -> list[dict[str, Any]]:
    """The keys of a body: name, type, whether it must be there, what it means."""
    whole_body = _resolved(schema, body)
    required = whole_body.get("required", [])
    return [
        {"name": name, "type": _type(schema, part), "required": name in required, "says": part.get("description", "")}
        for name, part in whole_body.get("properties", {}).items()
    ]


def _type(schema: dict[str, Any], part: Any) -> str:
    """ "string (date)", or the values of a choice."""
    found = _resolved(schema, part)
    for inner in found.get("oneOf", []):
        found = {**_resolved(schema, inner), **found}
    if "enum" in found:
        return " | ".join(str(value) for value in found["enum"] if value is not None)
    kinds = found.get("type", "")
    kind = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{kind} ({found['format']})" if "format" in found else kind


def example(schema: dict[str, Any], part: Any) -> Any:
    """One value that fits a part of the schema, made of the examples of its keys."""
    found = _resolved(schema, part)
    if "examples" in found:
        return found["examples"][0]
    for inner in found.get("oneOf", []):
        found = {**_resolved(schema, inner), **found}
    if "enum" in found:
        return found["enum"][0]
    if "properties" in found:
        return {name: example(schema, inner) for name, inner in found["properties"].items()}
    if "items" in found:
        return [example(schema, found["items"])]
    return {} if found.get("type") == "object" else "…"
