"""`python -m tests.doors.propose APP`: write the rows of an app's doors as they answer now, for a person to review.

Rows that stand in `tests/doors/APP.csv` are kept, unless `--again` is given; rows of routes that are gone go.
"""

import os
import sys


def main(app: str, *, again: bool) -> None:
    """Observe the doors of an app in a test database and write its CSV."""
    from django.db import transaction
    from django.test import override_settings
    from django.test.utils import get_runner, setup_test_environment

    from tests.doors.conftest import QUIET

    from django.conf import settings  # isort: skip

    setup_test_environment()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = (
        settings.VAR_DIR / f"propose-{os.getpid()}.sqlite3"
        if "sqlite" in settings.DATABASES["default"]["ENGINE"]
        else f"propose_{os.getpid()}"
    )
    runner = get_runner(settings)(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        with override_settings(**QUIET), transaction.atomic():
            observe(app, again=again)
            transaction.set_rollback(True)
    finally:
        runner.teardown_databases(old)


def observe(app: str, *, again: bool) -> None:
    """Ask every door of an app as every role and write what it answered."""
    from tests.doors.asking import Asker, cell, labels_of
    from tests.doors.expectations import Row, find, write
    from tests.doors.routes import all_routes
    from tests.doors.test_doors import ask_and_undo
    from tests.doors.world import ROLES, build

    asker, rows = Asker(build()), []
    for route in (route for route in all_routes() if route.app == app):
        for method in route.methods:
            for label in labels_of(asker.world, route):
                kept = None if again else find(app, route.name, method, label)
                cells = {role: cell(ask_and_undo(asker, role, route, method, label)[0]) for role in ROLES}
                rows.append(kept or Row(route.name, method, label, cells))
                if kept is None:
                    print(route.name, method, label, *cells.values())
    write(app, rows)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    main(sys.argv[1], again="--again" in sys.argv)
