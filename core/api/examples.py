"""What the documentation shows as an example of a key."""

from __future__ import annotations

from typing import Any

ID = "019a8d3c-0b7e-7cc0-8000-5c4f7a1d2e30"
BY_NAME: dict[str, Any] = {
    "given_name": "Amara",
    "family_name": "Okafor",
    "name": "Amara Okafor",
    "email": "amara.okafor@example.org",
    "title": "Plant engineer",
    "department": "Operations",
    "location": "Leipzig",
    "time_zone": "Europe/Berlin",
    "zone": "Europe/Berlin",
    "languages": ["en", "de"],
}
BY_FORMAT: dict[str, Any] = {
    "uuid": ID,
    "date": "2026-11-17",
    "date-time": "2026-11-17T09:00:00Z",
    "email": "amara.okafor@example.org",
    "uri": "https://meet.example.org/amara-and-leo",
    "decimal": "8.50",
}
BY_TYPE: dict[str, Any] = {"boolean": True, "integer": 1, "number": 8.5}


def example_of(field: Any, schema: dict[str, Any]) -> Any:
    """An example of a field; None where its parts have their own, or where it is a choice that lists itself."""
    if field.field_name in BY_NAME:
        return BY_NAME[field.field_name]
    kind = schema.get("type")
    kind = next((one for one in kind if one != "null"), None) if isinstance(kind, list) else kind
    if schema.get("format") in BY_FORMAT:
        return BY_FORMAT[schema["format"]]
    return BY_TYPE.get(str(kind))
