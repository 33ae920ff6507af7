"""What can be said of a page without a browser: labels, references, identifiers, and nothing written inline."""

from __future__ import annotations

from html.parser import HTMLParser

Attributes = dict[str, str]
LABELLED = ("input", "select", "textarea")
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "form")


class Markup(HTMLParser):
    """The elements of a page, and its visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.text = ""
        self._in_data = False
        self.feed(html)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._in_data = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._in_data else data

    def all(self, tag: str, **wanted: str) -> list[Attributes]:
        """The attributes of the elements of this name that carry these values."""
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key.rstrip("_")) == value for key, value in wanted.items())
        ]

    def one(self, tag: str, **wanted: str) -> Attributes:
        [found] = self.all(tag, **wanted)
        return found

    def problems(self) -> list[str]:
        """Everything wrong with the page; empty when it is sound."""
        identifiers = [attributes["id"] for _, attributes in self.elements if "id" in attributes]
        labels = {attributes.get("for") for attributes in self.all("label")}
        found = [f"identifier twice: {name}" for name in sorted({n for n in identifiers if identifiers.count(n) > 1})]
        for tag, attributes in self.elements:
            if tag in LABELLED and attributes.get("type") != "hidden" and attributes.get("id") not in labels:
                found.append(f"no label: {attributes}")
            # A block of data is no script: no browser runs it.
            data = attributes.get("type") in ("application/ld+json", "application/json")
            script_inside = tag == "script" and "src" not in attributes and not data
            handlers = any(name.startswith("on") for name in attributes)
            if tag == "style" or script_inside or "style" in attributes or handlers:
                found.append(f"written inline: {tag} {attributes}")
            for reference in REFERENCES:
                missing = [name for name in attributes.get(reference, "").split() if name not in identifiers]
                found += [f"{tag} {reference} names nothing: {name}" for name in missing]
            inside = attributes.get("href", "")
            if inside.startswith("#") and inside[1:] not in identifiers:
                found.append(f"link to nowhere: {inside}")
        if len(self.all("h1")) != 1 or len(self.all("main")) != 1 or self.one("html").get("lang") != "fr":
            found.append("one h1, one main and lang=fr are expected")
        return found
