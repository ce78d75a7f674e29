"""A form as a browser without scripts would send it."""

from __future__ import annotations

from html.parser import HTMLParser


class Filled(HTMLParser):
    """What a browser without scripts would send of the first posted form that has a button of its own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self._inside = found.get("method") == "post" and "novalidate" in found
        if tag != "input" or not self._inside or not found.get("name"):
            return
        is_choice = found.get("type") in {"radio", "checkbox"}
        if not is_choice or "checked" in found:
            self.data[str(found["name"])] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
