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

# A row or a field that scrolls by itself cuts nothing off: whoever tabs or swipes on sees the rest.
SPILLS = """() => {
  const scrolls = part => part && (/auto|scroll/.test(getComputedStyle(part).overflowX) || scrolls(part.parentElement));
  return [...document.querySelectorAll('body *')].filter(part => {
    const spills = '.vh, svg, .skip, input:not([readonly])';
    if (!part.checkVisibility() || part.closest(spills) || scrolls(part)) return false;
    const hides = getComputedStyle(part).overflowX !== 'visible', box = part.getBoundingClientRect();
    return hides && part.scrollWidth > part.clientWidth + 1 || box.right > innerWidth + 1;
  }).map(part => part.outerHTML.slice(0, 120));
}"""
MOVES = """() => [...document.querySelectorAll('*')].filter(part => {
  const look = getComputedStyle(part);
  const times = `${look.transitionDuration}, ${look.animationDuration}`.split(', ').map(parseFloat);
  return Math.max(...times) > 0.01;
}).map(part => part.outerHTML.slice(0, 120))"""
UNSEEN = """() => {
  const faults = [];
  const stops = 'a[href], button, input, select, textarea, summary';
  for (const part of document.querySelector('main').querySelectorAll(stops)) {
    if (!part.checkVisibility() || part.type === 'hidden') continue;
    part.focus({focusVisible: true});
    const shown = [part, part.closest('label')].some(of => of && getComputedStyle(of).outlineStyle !== 'none');
    if (document.activeElement === part && !shown) faults.push('no focus: ' + part.outerHTML.slice(0, 120));
  }
  for (const pill of document.querySelectorAll('.pill'))
    if (getComputedStyle(pill).borderTopStyle === 'none') faults.push('no border: ' + pill.outerHTML);
  for (const line of document.querySelectorAll('.plot .actual'))
    if (getComputedStyle(line).stroke === 'none') faults.push('no line: ' + line.outerHTML);
  return faults;
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


def double_the_text(page: Page) -> None:
    """The size that a person set in the browser, from the next page on; not a zoom (WCAG 1.4.4)."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def needs_unmet(page: Page) -> list[str]:
    """Where large text is cut or hangs over the edge, something moves for who wants no motion, or what tells where one
    is goes under in colors of one's own. The page has text of twice the size and wants no motion."""
    faults = [f"cut: {part}" for part in page.evaluate(SPILLS)]
    faults += [f"moves: {part}" for part in page.evaluate(MOVES)]
    page.emulate_media(forced_colors="active")
    faults += page.evaluate(UNSEEN)
    page.emulate_media(forced_colors="none")
    return faults
