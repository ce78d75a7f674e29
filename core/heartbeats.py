"""Signs of life of the parts that nobody sees: the worker and the scheduler (Celery beat).

The scheduler writes its own row and kicks the worker, which writes the other one. So the row that is old names the part
that died.
"""

from datetime import datetime, timedelta

from core.models import Heartbeat

WORKER, SCHEDULER = "worker", "scheduler"
PARTS = (WORKER, SCHEDULER)


def record(name: str, now: datetime) -> None:
    """Write that this part lives at this moment."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def silent(now: datetime, limit: timedelta) -> list[str]:
    """The parts that have not been heard of within `limit` before `now`; a part never heard of is silent."""
    heard = set(Heartbeat.objects.filter(at__gte=now - limit).values_list("name", flat=True))
    return [name for name in PARTS if name not in heard]
