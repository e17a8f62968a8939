"""What all static HTML of ours must keep to."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"br", "img", "meta", "hr", "input", "link"}
SELF_CLOSED = {"path", "circle"}


class Checker(HTMLParser):
    """Collects tags, attributes and text, and checks that every tag is closed where it was opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def check(html: str) -> str:
    """The text of `html`, once it is well-formed, without script, and asks for nothing from anywhere."""
    parser = Checker()
    parser.feed(html)
    parser.close()
    assert not parser.open
    assert not {"script", "iframe", "object", "embed", "link", "img", "form", "b>"} & set(parser.tags)
    for name, value in parser.attributes:
        assert not name.startswith("on") and name not in ("src", "href", "id", "class", "data-commandlinker-command")
        assert name != "style" or not re.search(r"url\(|expression|[<>]", value), value
    return "".join(parser.text)
