"""Showing pages to a real browser that Django's own test client has rendered: one thread, one transaction, no port."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route

BASE = "http://testserver"
AXE = Path(__file__).parents[1] / "vendor" / "axe-4.10.3.min.js"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
SIZES = {1280: 900, 390: 844, 320: 640}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUICK = ["color-contrast", "target-size", "scrollable-region-focusable"]  # what width and colors may change
# Two goals may bear one title, and two pairs of the same people one heading: that is what people wrote.
NOT_ASKED = {"landmark-unique": {"enabled": False}}
ASK_AXE = """async (options) => {
  const found = await axe.run(document, options);
  return found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '));
}"""


def serve(page: Page, answer: Callable[[Any], tuple[int, dict[str, str], bytes]]) -> None:
    """Let `answer` stand for the server; files of the look come from the disk."""

    def handle(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            body = Path(str(found)).read_bytes() if found else b""
            route.fulfill(status=200 if found else 404, content_type=TYPES.get(Path(path).suffix, ""), body=body)
            return
        status, headers, body = answer(route.request)
        route.fulfill(status=status, headers=headers, body=body)

    page.route("**/*", handle)


def faults_of(page: Page) -> list[str]:
    """What axe finds, and what hangs over the edge, at every width and in both colors."""
    faults = []
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            faults.append(f"{width}: scrolls sideways")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            whole = (width, scheme) in {(1280, "light"), (320, "dark")}
            only = {"type": "tag", "values": TAGS} if whole else {"type": "rule", "values": QUICK}
            faults += [
                f"{width} {scheme}: {found}" for found in page.evaluate(ASK_AXE, {"runOnly": only, "rules": NOT_ASKED})
            ]
    return faults
