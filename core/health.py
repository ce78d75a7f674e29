"""The doors that machines ask: is this process up, and can the whole installation work."""

import os

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from core import clock, heartbeats

BROKER_PATIENCE = 2  # seconds


def has_database() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def has_broker() -> bool:
    """Whether a kick can be handed over: Redis answers, or the queue's folder takes files."""
    if not settings.REDIS_URL:
        return os.access(settings.VAR_DIR / "broker" / "queue", os.W_OK)
    try:
        with current_app.connection_for_write(connect_timeout=BROKER_PATIENCE) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_PATIENCE)
    except (OperationalError, OSError):
        return False
    return True


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this web process answers at all."""
    return JsonResponse({"alive": True})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, broker, worker and scheduler all work; otherwise 503 and which of them do not."""
    failing = [name for name, works in (("database", has_database), ("broker", has_broker)) if not works()]
    if "database" not in failing:
        failing += heartbeats.silent(clock.now(), settings.HEARTBEAT_LIMIT)
    return JsonResponse({"ready": not failing, "failing": failing}, status=503 if failing else 200)
