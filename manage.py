#!/usr/bin/env python3
"""Django's command line; `./run manage …` is the usual way in."""

import os
import sys


def main() -> None:
    """Run one management command; what the settings refuse is said without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Manyhands does not start like this: {error}")


if __name__ == "__main__":
    main()
