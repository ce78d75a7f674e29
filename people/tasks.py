"""Kicks for what the database says has to be done."""

from celery import shared_task

from core import clock
from people.importing.running import forget_old, run_next


@shared_task
def run_imports() -> None:
    """Runs imports that wait, one after the other."""
    forget_old(now=clock.now())
    while run_next(now=clock.now()):
        pass
