"""The sweeps of this floor."""

from celery import shared_task

from core import clock, heartbeats


@shared_task
def beat_heart() -> None:
    """The worker says that it lives."""
    heartbeats.record(heartbeats.WORKER, clock.now())
