"""The Celery app. A message is only a kick; what has to happen is a row in the database."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Every start of worker and scheduler would run Django's checks, for which it loads all pages, and drop what they found.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

TRANSPORT_ALIASES["filesystem"] = "core.file_broker:Transport"

app = Celery("manyhands")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
