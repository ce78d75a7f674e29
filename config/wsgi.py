"""The WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from core.garbage import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
collect_seldom()
