"""What a web page holds and does not show: taken out before Tika reads it, which reads it all.

`hidden` (HTML 6.1), `display: none` and `visibility: hidden` (CSS), said of an element itself or, in a style of the
page, of its class, id or name alone. What a style says for some media only (`@media print`) hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

_MAY_HIDE = re.compile(rb"hidden|display|template", re.IGNORECASE)
_HIDES = re.compile(r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
# A rule within a rule is for some media: it goes first. Then what is left are selectors and what is said of them.
_FOR_SOME = re.compile(r"@[^{};@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};@]*;")
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]*)\}")
_LONGEST_STYLE = 20_000
"""Letters of a page's styles that are read: what would take no end is made to."""
_SIMPLE = re.compile(r"[.#]?[\w-]+")


def shown_html(content: bytes) -> bytes:
    """Return a page without what it does not show; itself when there is nothing of the kind, or it is no page."""
    if not _MAY_HIDE.search(content.replace(b"\0", b"")):
        return content
    try:
        root = html.document_fromstring(content, parser=html.HTMLParser(encoding=_encoding(content), huge_tree=True))
    except (etree.LxmlError, ValueError, LookupError):
        return content
    hiding = set(_hiding(root))
    elements = (one for one in root.iter(etree.Element) if one.tag not in ("html", "body"))
    unshown = [one for one in elements if _is_unshown(one, hiding)]
    for element in unshown:
        element.clear(keep_tail=True)
    # References in the place of letters: they read the same whatever encoding the page says it has.
    return etree.tostring(root, method="html", encoding="ascii") if unshown else content


def _encoding(content: bytes) -> str | None:
    """Return UTF-8 for what can be read so and says nothing of it; None where the page says it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or re.search(rb"<meta[^>]+charset", content[:4096], re.IGNORECASE):
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _hiding(root: html.HtmlElement) -> Iterator[str]:
    """Yield the selectors of a page's own styles that hide all they name: `.note`, `#aside`, `small`."""
    styles = "\n".join(style.text or "" for style in root.iter("style"))[:_LONGEST_STYLE]
    for selectors, said in _RULE.findall(_FOR_SOME.sub("", _COMMENT.sub("", styles))):
        if _HIDES.search(said):
            yield from (one.strip() for one in selectors.split(",") if _SIMPLE.fullmatch(one.strip()))


def _is_unshown(element: html.HtmlElement, hiding: set[str]) -> bool:
    if element.tag == "template" or element.get("hidden") is not None or _HIDES.search(element.get("style") or ""):
        return True
    names = {element.tag, f"#{element.get('id')}", *(f".{name}" for name in (element.get("class") or "").split())}
    return not hiding.isdisjoint(names)
