"""Kicks for what the database says has to be done."""

from celery import shared_task

from core import clock
from desk.own import retention
from desk.tallies import keep
from desk.together.working import work_next


@shared_task
def work_together() -> None:
    """Works off what was asked for many rows at once, one batch after the other."""
    while work_next(now=clock.now()):
        pass


@shared_task
def forget() -> None:
    """What has outlived its time goes."""
    retention.sweep(clock.now())


@shared_task
def count_pairs() -> None:
    """What dashboards say is counted again."""
    keep(clock.now())
