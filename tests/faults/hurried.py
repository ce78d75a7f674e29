"""The settings of an installation in which minutes are seconds, for the short night of CI."""

from datetime import timedelta

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS, sweep

for _name in ("nudges", "pairings"):
    CELERY_BEAT_SCHEDULE[_name] = sweep(CELERY_BEAT_SCHEDULE[_name]["task"], timedelta(seconds=2))
INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.apps.Hurry"]
