"""Kicks for what the database says has to be done."""

from celery import shared_task

from core import clock
from pairing.running import run_next


@shared_task
def run_pairings() -> None:
    """Works off runs that wait, one after the other."""
    while run_next(now=clock.now()):
        pass
