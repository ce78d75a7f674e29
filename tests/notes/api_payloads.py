"""Valid bodies for the endpoints of notes."""

from __future__ import annotations

from tests.doors.payloads import WORD, api
from tests.relationships.api_payloads import with_pair

for note in ("private-note", "shared-note"):
    api(f"{note}-list", with_pair({"text": WORD}))
    api(f"{note}-detail", {"text": WORD}, method="PATCH")
    api(f"{note}-detail", method="DELETE")
api("private-note-share")
