"""Valid bodies for the endpoints of people."""

from __future__ import annotations

from tests.doors.payloads import api

api("person-list", {"given_name": "Nia", "family_name": "Newcomer", "email": "nia.newcomer@example.org"})
api("person-detail", {"title": "Engineer", "offers": ["Talking"]}, method="PATCH")
api("person-ask-for-address", {"email": "lea.elsewhere@example.org"})
api("person-correct", {"title": "Engineer", "leaves_on": "2031-01-31"})
