"""Run inside the demo by `manage.py shell`: what the tests want to know of it, as one JSON object on stdout."""

import json
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db import transaction

from core import clock
from core.models import AuditEvent
from demo import personas
from nudges.models import Nudge
from people.importing.running import forget_old
from relationships.models import Relationship, Session, StatusChange


def counts() -> dict[str, int]:
    """Rows of every table."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if not model._meta.proxy}


def broken_trails() -> list[str]:
    """Relationships whose history does not lead from the proposal to the state they are in, step by step."""
    found = []
    for pair in Relationship.objects.all():
        trail = list(StatusChange.objects.filter(relationship=pair).order_by("at", "id"))
        steps = [(change.from_status, change.to_status) for change in trail]
        joined = all(before[1] == after[0] for before, after in pairwise(steps))
        if not steps or steps[0] != ("", "proposed") or not joined or steps[-1][1] != pair.status:
            found.append(f"{pair.kind} {pair.status}: {steps}")
    return found


def imports_forgotten(after: timedelta) -> int:
    """Checked files that are dropped by then."""
    with transaction.atomic():
        found = forget_old(now=clock.now() + after)
        transaction.set_rollback(True)
    return found


def facts() -> dict[str, Any]:
    pairs = Relationship.objects.values_list("kind", "status")
    return {
        "counts": counts(),
        "states": sorted({f"{kind} {status}" for kind, status in pairs}),
        "sessions": dict(Counter(Session.objects.values_list("status", flat=True))),
        "nudges": dict(Counter(Nudge.objects.values_list("state", flat=True))),
        "broken_trails": broken_trails(),
        "audited": sorted(set(AuditEvent.objects.values_list("verb", flat=True))),
        "imports_forgotten_in_12_h": imports_forgotten(timedelta(hours=12)),
        "personas": {each.key: each.words for each in personas.shown(clock.now())},
    }


print(json.dumps(facts()))
