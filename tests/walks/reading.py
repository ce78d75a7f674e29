"""What a page says, read from its HTML without a browser."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "template", "head", "svg"}
SPOKEN = ("aria-label", "placeholder", "title", "alt", "aria-description")


@dataclass
class Seen:
    """The parts of a page that the crawl asks about."""

    headings: int = 0
    links: list[str] = field(default_factory=list)
    acts: int = 0
    words: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    shape: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


class _Reader(HTMLParser):
    def __init__(self, but_links_to: tuple[str, ...]) -> None:
        super().__init__()
        self.seen = Seen()
        self.but_links_to = but_links_to
        self.path: list[tuple[str, bool]] = []

    @property
    def is_silent(self) -> bool:
        return any(silent for _tag, silent in self.path)

    @property
    def is_in_main(self) -> bool:
        return any(tag == "main" for tag, _silent in self.path)

    @property
    def is_in_frame(self) -> bool:
        return any(tag in {"nav", "footer"} for tag, _silent in self.path)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        href = values.get("href", "") if tag == "a" else ""
        elsewhere = href in self.but_links_to
        if tag not in VOID:
            self.path.append((tag, tag in UNSEEN or elsewhere))
        if elsewhere:
            self.seen.links.append(href)
            self.seen.acts += self.is_in_main and not self.is_in_frame
        if not self.is_silent:
            self._note(tag, values)

    def _note(self, tag: str, values: dict[str, str]) -> None:
        seen = self.seen
        seen.headings += tag == "h1"
        seen.shape.add(f"{tag}.{values.get('class', '')}.{values.get('data-kind', '')}.{values.get('data-tone', '')}")
        seen.words += [values[name] for name in SPOKEN if name in values]
        if "id" in values:
            seen.ids.add(values["id"])
        if tag == "a" and "href" in values:
            seen.links.append(values["href"])
        if tag == "input" and values.get("type") in {"submit", "button"}:
            seen.words.append(values.get("value", ""))
        is_act = tag == "button" or (tag == "a" and "href" in values)
        seen.acts += is_act and self.is_in_main and not self.is_in_frame

    def handle_endtag(self, tag: str) -> None:
        if any(part == tag for part, _silent in self.path):
            while self.path.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.is_silent and data.strip():
            self.seen.words.append(data)


def read(html: str, *, but_links_to: tuple[str, ...] = ()) -> Seen:
    """What a page says; the words of links to `but_links_to` are left out, the links are not."""
    reader = _Reader(but_links_to)
    reader.feed(html)
    return reader.seen
