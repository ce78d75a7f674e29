"""The sweeps of this floor."""

from celery import shared_task

from core import clock, heartbeats, once


@shared_task
def beat_heart() -> None:
    """The worker says that it lives."""
    heartbeats.record(heartbeats.WORKER, clock.now())


@shared_task
def forget_answers() -> None:
    """Answers that were kept for a day go."""
    once.forget(clock.now())
