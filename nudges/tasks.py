"""The sweeps of this floor."""

from celery import shared_task

from core import clock
from nudges import sweeping


@shared_task
def sweep() -> None:
    """Notice and deliver. A kick that is lost costs a minute."""
    sweeping.sweep(clock.now())
