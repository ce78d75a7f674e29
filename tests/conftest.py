"""What every test stands on. The people and things of a test come from `tests/make.py`."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from core.garbage import collect_seldom
from people.models import User
from programs.models import Program
from tests.browser import MISSING, find_browser, open_browser, open_page
from tests.joined_updates import refuse_joined_updates
from tests.make import make_person, make_program

STACK = os.environ.get("MANYHANDS_STACK", "embedded")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")


def pytest_configure(config: pytest.Config) -> None:
    """Quick hashes, kicks that go nowhere, counters of each process for itself, and time for invented examples."""
    from config.celery import app

    # A fifth of a second for an example says more of the machine than of the product.
    hypothesis.settings.register_profile("here", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
    hypothesis.settings.load_profile("here")
    refuse_joined_updates()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # or each of some thousand test clients looks through all static files
    settings.CELERY_BROKER_URL = app.conf.broker_url = "memory://"  # tests with a real worker start processes
    app.conf.broker_transport_options = {}
    if "redis" in settings.CACHES["default"]["BACKEND"]:
        settings.CACHES["default"]["KEY_PREFIX"] = f"test-{uuid.uuid4().hex}:"  # a pid comes again


def stands_on() -> tuple[str, str]:
    """Database and cache as Django sees them."""
    return connection.vendor, "redis" if "redis" in settings.CACHES["default"]["BACKEND"] else "database"


def pytest_sessionstart(session: pytest.Session) -> None:
    """A services run that stands on something else ends here."""
    if STACK == "services" and stands_on() != ("postgresql", "redis"):
        pytest.exit(f"This run was to stand on postgresql and redis, it stands on {' and '.join(stands_on())}.", 1)


def pytest_report_header(config: pytest.Config) -> str:
    """What this run stands on."""
    return "stack: {} (database {}, cache {})".format(STACK, *stands_on())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that start processes come first: begun last, one would keep the run waiting alone."""
    items.sort(key=lambda item: "tests/run/" not in item.nodeid)


def pytest_collection_finish(session: pytest.Session) -> None:
    """For CI: write what was collected, so that two runs can be compared."""
    collect_seldom()
    path = os.environ.get("MANYHANDS_COLLECTED")
    if path and WORKER == "gw0":
        marks = ((item.get_closest_marker("browser") is not None, item.nodeid) for item in session.items)
        Path(path).write_text("".join(f"{'browser' if mark else 'both'} {name}\n" for mark, name in sorted(marks)))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """For CI: a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("MANYHANDS_NO_SKIPS") and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line(f"{len(reporter.stats['skipped'])} skipped: this run allows none.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Tests with real commits empty the tables behind them. TRUNCATE, which the audit refuses, takes PostgreSQL two
    seconds for all tables; DELETE of a few rows takes none."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER audit_table_stays")
            connection.ops.sql_flush = emptying  # type: ignore[method-assign,assignment]


def emptying(style: object, tables: list[str], **_how: bool) -> list[str]:
    """SQL that empties the tables; foreign keys wait for the end of the transaction."""
    audit = "core_auditevent"  # lets go of no single row
    deletes = [f'DELETE FROM "{table}"' for table in tables if table != audit]
    return [*deletes, f'TRUNCATE "{audit}"'] if audit in tables else deletes


@pytest.fixture
def own_counters(settings: Settings) -> Callable[[], None]:
    """A cache in which nothing was counted yet; called, another one. `cache.clear()` would empty the whole Redis
    database, with what the tests beside this one count there."""

    def renew() -> None:
        default = settings.CACHES["default"]
        settings.CACHES = settings.CACHES | {"default": default | {"KEY_PREFIX": f"test-{uuid.uuid4().hex}:"}}

    renew()
    return renew


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; without one the walks are skipped, in words for people who only want to try the tests."""
    if find_browser() is None:
        pytest.skip(MISSING)
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page at 1280 pixels on a server of its own; `tests.browser.open_page` for a phone or without JavaScript."""
    with open_page(browser, live_server.url) as opened:
        yield opened


@pytest.fixture
def guide(db: None) -> User:
    return make_person("Leo", "Brandt")


@pytest.fixture
def learner(db: None) -> User:
    return make_person("Amara", "Okafor")


@pytest.fixture
def manager(db: None) -> User:
    return make_person("Ruth", "Manager")


@pytest.fixture
def sponsor(db: None) -> User:
    return make_person("Karl", "Sponsor")


@pytest.fixture
def outsider(db: None) -> User:
    return make_person("Otto", "Outsider")


@pytest.fixture
def admin(db: None) -> User:
    return make_person("Maya")


@pytest.fixture
def program(admin: User) -> Program:
    """A mentoring program that `admin` runs."""
    return make_program(admin=admin)
