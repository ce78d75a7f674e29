#!/usr/bin/env python3
"""Django's command line; `./run manage …` is the usual way in."""

import os
import sys


def main() -> None:
    """Run one management command; what the settings refuse, and a full disk, are said without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    from core import disk

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Manyhands does not start like this: {error}")
    except (OSError, DatabaseError) as error:
        if not disk.is_full(error):
            raise
        sys.exit(disk.FULL)


if __name__ == "__main__":
    main()
