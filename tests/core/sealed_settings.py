"""The settings, with one more app that holds a sealed table (for runs of manage.py in a process of their own)."""

from config import settings as ours
from config.settings import *  # noqa: F403

INSTALLED_APPS = [*ours.INSTALLED_APPS, "tests.core.sealed"]
