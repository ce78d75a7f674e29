"""Signs of life of the parts that nobody sees: the worker and the scheduler (Celery beat).

The scheduler writes its own row and kicks the worker, which writes the other one. So the row that is old names the part
that died.
"""

from datetime import datetime, timedelta

from core.models import Heartbeat

WORKER, SCHEDULER = "worker", "scheduler"
PARTS = (WORKER, SCHEDULER)
BACKUP = "backup"  # no part: when the last one was taken


def record(name: str, now: datetime) -> Heartbeat:
    """Write that this part lives at this moment."""
    return Heartbeat.objects.update_or_create(name=name, defaults={"at": now})[0]


def silent(now: datetime, limit: timedelta) -> list[str]:
    """The parts that have not been heard of within `limit` before `now`; a part never heard of is silent."""
    heard = set(Heartbeat.objects.filter(at__gte=now - limit).values_list("name", flat=True))
    return [name for name in PARTS if name not in heard]


def heard() -> dict[str, datetime]:
    """When each part was last heard of."""
    return dict(Heartbeat.objects.values_list("name", "at"))
