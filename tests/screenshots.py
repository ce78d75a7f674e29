"""`./run screenshots [NAME …]`: the ten main pages as the demo shows them, at 1280 and 390 px, light and dark.

They go to screenshots/. With `--url ADDRESS` they are taken of a demo that runs already.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP, MISSING, PHONE, find_browser, open_browser

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "screenshots"
Go = Callable[[Page], None]


def follow(words: str) -> Go:
    """The first link of the page's body that says this."""
    return lambda page: page.locator("#main").get_by_role("link", name=words).first.click()


def open_card(heading: str) -> Go:
    """The workspace of the card with this heading on the home."""

    def go(page: Page) -> None:
        card = page.locator("#main .card").filter(has=page.get_by_role("heading", name=heading))
        card.get_by_role("link", name="Open").click()

    return go


def tab(number: int) -> Go:
    return lambda page: page.locator("nav.tabs a").nth(number).click()


def visit(path: str) -> Go:
    def go(page: Page) -> None:
        page.goto(path)

    return go


def latest_run(page: Page) -> None:
    page.locator("#main a[href*='/pairing/runs/']").last.click()


@dataclass(frozen=True)
class Shot:
    """A page: as whom, and the way from the home to it."""

    name: str
    persona: str | None
    way: tuple[Go, ...] = ()


SHOTS = (
    Shot("01-sign-in", None),
    Shot("02-inbox", "maya.lindqvist", (visit("/inbox/"),)),
    Shot("03-program", "maya.lindqvist", (visit("/programs/"), follow("Mentoring across sites"))),
    Shot("04-pairing", "maya.lindqvist", (visit("/pairing/"), latest_run)),
    Shot("05-mentee-home", "amara.okafor"),
    Shot("06-mentoring", "amara.okafor", (open_card("You and Leo"),)),
    Shot("07-coach-home", "dana.wolff"),
    Shot("08-coaching", "tom.ellis", (open_card("Your coaching with Dana"), tab(1))),
    Shot("09-team", "ruth.adeyemi", (visit("/team/"),)),
    Shot("10-differences", None, (visit("/how-they-differ/"),)),
)


def take(browser: Browser, url: str, shots: list[Shot], folder: Path) -> Iterator[Path]:
    """Every page at both widths in both colors."""
    for width, size in (("1280", DESKTOP), ("390", PHONE)):
        for scheme in ("light", "dark"):
            for shot in shots:
                yield _take(browser, url, shot, size, scheme, folder / f"{shot.name}-{width}-{scheme}.png")


def _take(browser: Browser, url: str, shot: Shot, size: dict[str, int], scheme: str, path: Path) -> Path:
    context = browser.new_context(
        base_url=url, viewport={"width": size["width"], "height": size["height"]}, reduced_motion="reduce",
        color_scheme="dark" if scheme == "dark" else "light", java_script_enabled=False,
    )  # fmt: skip
    try:
        page = context.new_page()
        page.goto("/")
        if shot.persona:
            page.locator(f'form[action$="/enter/{shot.persona}/"] button').click()
        for go in shot.way:
            go(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)
    finally:
        context.close()
    return path


@contextmanager
def running_demo() -> Iterator[str]:
    """A demo of its own, made and served for as long as it takes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from tests.run.installation import make_installation, wait_for

    with tempfile.TemporaryDirectory() as folder, make_installation(Path(folder)) as it:
        # Without our own words for databases and keys: it is an embedded demo, whatever this machine is set to.
        it.environment |= {"DEMO": "1", "HOST": "127.0.0.1"}
        it.environment.pop("DATABASE_URL", None)
        process = it.start([sys.executable, "manage.py", "serve"])
        try:
            wait_for(lambda: process.poll() is not None or it.get("/healthz")[0] == 200, 600)
            if process.poll() is not None:
                sys.exit(it.errors.read_text())
            yield f"http://localhost:{it.port}"
        finally:
            process.terminate()
            process.wait()


@contextmanager
def at(url: str | None) -> Iterator[str]:
    if url:
        yield url
    else:
        with running_demo() as started:
            yield started


def main() -> int:
    """Exit code 1 without a browser."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("names", nargs="*", help="only pages whose name contains one of these")
    reader.add_argument("--url", help="of a demo that runs")
    given = reader.parse_args()
    if find_browser() is None:
        print(MISSING, file=sys.stderr)
        return 1
    shots = [shot for shot in SHOTS if not given.names or any(name in shot.name for name in given.names)]
    with at(given.url) as url, open_browser() as browser:
        for path in take(browser, url, shots, FOLDER):
            print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
