"""What a saved web page holds and does not show: menus hidden by its styles, templates, comments.

It is taken out before Tika reads the page. Programs that make CVs save whole pages, with the site's menu ("Modèles de
CV pour comptable") hidden. Styles are read as far as they name a tag, a class or an id by itself; scripts are not run.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree, html

Element = Any

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_DECLARED_IN = 4096
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"(?:([a-z][a-z0-9]*)|\*)?(?:([.#])([\w-]+))?", re.IGNORECASE)
_HIDES = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0+(?![.\d])"
    r"|font-size\s*:\s*0(?![.\d]))",
    re.IGNORECASE,
)
_NEVER_SHOWN = frozenset({"script", "style", "template", "noscript"})


def shown_html(content: bytes) -> bytes:
    """Return a page without what it does not show, in UTF-8; itself when nothing is hidden or it cannot be parsed."""
    text = _decoded(content)
    try:
        page = html.document_fromstring(text)
    except (etree.LxmlError, ValueError):
        return content
    rules = _hiding_rules(page)
    hidden = [one for one in page.iter() if _is_hidden(one, rules)]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree() if isinstance(element.tag, str) else _drop(element)
    for meta in page.xpath("//meta[@charset or @http-equiv]"):
        meta.drop_tree()
    return b'<!DOCTYPE html><meta charset="utf-8">' + html.tostring(page, encoding="utf-8")


def _decoded(content: bytes) -> str:
    declared = _CHARSET.search(content[:_DECLARED_IN])
    if content.startswith(codecs.BOM_UTF8):
        return content.decode("utf-8-sig", "replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    for name in (declared[1].decode("ascii") if declared else "utf-8", "utf-8"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("windows-1252", "replace")


def _hiding_rules(page: Element) -> set[tuple[str, str, str]]:
    """Return the (tag, "." or "#", name) that styles of the page hide; of a list of selectors each by itself."""
    rules = set()
    for style in page.iter("style"):
        # What a printer or a narrow screen is not shown is shown.
        for selectors, said in _RULE.findall(_outside_media(_COMMENT.sub("", style.text or ""))):
            if _HIDES.search(said):
                for selector in selectors.split(","):
                    if (match := _SIMPLE.fullmatch(selector.strip())) and match.group():
                        rules.add(((match[1] or "").lower(), match[2] or "", match[3] or ""))
    return rules


def _outside_media(css: str) -> str:
    """Return a style sheet without its `@media` and other blocks of blocks."""
    kept, depth, skipping = [], 0, 0
    for part in re.split(r"([{}])", css):
        if part == "{":
            depth += 1
        elif part == "}":
            depth -= 1
            if skipping and depth < skipping:
                skipping = 0
                continue
        elif "@" in part and not skipping:
            head, _, at = part.rpartition("@")
            if at.startswith(("media", "supports", "print", "layer", "container")):
                kept.append(head)
                skipping = depth + 1
                continue
        if not skipping:
            kept.append(part)
    return "".join(kept)


def _is_hidden(element: Element, rules: set[tuple[str, str, str]]) -> bool:
    if not isinstance(element.tag, str):
        return True
    if element.tag in _NEVER_SHOWN or "hidden" in element.attrib or _HIDES.search(element.get("style", "")):
        return True
    named = [("", ""), ("#", element.get("id", "")), *((".", name) for name in element.get("class", "").split())]
    return any((tag, sign, name) in rules for sign, name in named for tag in (element.tag, "") if tag or name)


def _drop(element: Element) -> None:
    """Take a comment or a processing instruction out, and leave what follows it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
