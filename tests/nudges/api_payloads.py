"""Valid bodies for the endpoints of reminders."""

from __future__ import annotations

from tests.doors.payloads import api
from tests.relationships.api_payloads import with_pair

api("reminder-setting-detail", {"wanted": ["pair"]}, method="PATCH")
api("snooze-list", with_pair({}))
