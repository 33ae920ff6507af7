"""What a DOCX or ODT holds beside its text and does not show on the page: taken out before anything reads it.

Comments, what was struck out or moved away under change tracking, hidden text: an adviser's "en dépression" in the
margin is no part of a CV. Tika reads some of it whatever it is told, so the archive it gets is without it. Of RTF see
`unshown_rtf`, of web pages `unshown_html`; of PDF, notes are not read (`embedded/tika.py`); of DOC, comments stay (no
library here writes DOC).

Rules: ECMA-376 part 1, 17.3.2.41 (vanish) and 17.13.4 to 17.13.5 (comments, revisions); OpenDocument 1.3 part 3, 5.5
(tracked changes), 14.2 (annotations), 7.4 and 20.329 (hidden fields, text:display).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from indexer.reading.charsets import rtf_of_windows, text_as_utf8
from indexer.reading.file_checks import CheckedFile
from indexer.reading.refusals import FileRefusedError
from indexer.reading.unshown_html import shown_html
from indexer.reading.unshown_rtf import shown_rtf

Element = Any
"""An element of lxml, whose types are not told."""

_OFF = frozenset({"0", "false", "off"})
_DOCX_PARTS = re.compile(r"^word/[^/]+\.xml$")
# Of styles only what is hidden is read.
_DOCX_STYLES, _ODT_STYLES, _ODT_CONTENT = "word/styles.xml", "styles.xml", "content.xml"
# Struck out or moved away, and the marks and texts of comments.
_DOCX_GONE = frozenset({"del", "moveFrom", "comment", "commentReference", "delText", "delInstrText"})
_ODT_GONE = frozenset({"annotation", "annotation-end", "tracked-changes", "hidden-text"})


def shown_content(file: CheckedFile) -> bytes:
    """Return the content of a file without what its page does not show; itself when there is nothing of the kind.

    Raises FileRefusedError (`file_damaged`) when its XML cannot be read: what is hidden there could not be told apart.
    """
    if file.extension == "docx":
        return _rewritten(file.content, _shown_docx)
    if file.extension == "odt":
        return _rewritten(file.content, _shown_odt)
    if file.extension in ("rtf", "doc") and file.content.lstrip()[:5] == b"{\\rtf":
        return shown_rtf(rtf_of_windows(file.content))
    if file.extension in ("html", "htm"):
        return shown_html(file.content)
    return text_as_utf8(file.content) if file.extension == "txt" else file.content


def _rewritten(content: bytes, shown: Callable[[dict[str, bytes]], dict[str, bytes]]) -> bytes:
    """Return an archive with the parts that `shown` gives anew in the place of those it had."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            parts = {member.filename: archive.read(member) for member in members if member.filename.endswith(".xml")}
            changed = shown(parts)
            if not changed:
                return content
            written = io.BytesIO()
            with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
                for member in members:
                    copy.writestr(member, changed.get(member.filename) or archive.read(member))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ValueError, OSError, EOFError) as error:
        raise FileRefusedError("file_damaged") from error
    return written.getvalue()


def _parsed(xml: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(xml, parser)


def _changed(root: Element, unshown: list[Element]) -> bytes | None:
    """Return the XML without these elements; None when there are none."""
    _take_out(unshown)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if unshown else None


def _take_out(unshown: list[Element]) -> None:
    """Take elements out, given in the order of the document, and leave what follows each where it stands.

    What follows many in a row is put together once: letter by letter it would take minutes where a file is made to.
    """
    following: dict[tuple[Element, str], list[str]] = {}
    for element in unshown:
        parent = element.getparent()
        if parent is None:
            continue
        before, tail = element.getprevious(), element.tail
        parent.remove(element)
        if tail:
            place = (parent, "text") if before is None else (before, "tail")
            following.setdefault(place, []).append(tail)
    for (place_of, name), texts in following.items():
        setattr(place_of, name, "".join([getattr(place_of, name) or "", *texts]))


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def _children(element: Element, *path: str) -> Iterator[Element]:
    """Yield the descendants that this path of names leads to."""
    if not path:
        yield element
        return
    for child in element:
        if _name(child) == path[0]:
            yield from _children(child, *path[1:])


def _shown_docx(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    hidden = _hidden_styles_docx(parts)
    changed = {}
    for name, xml in parts.items():
        if _DOCX_PARTS.match(name) and name != _DOCX_STYLES:
            root = _parsed(xml)
            unshown = [one for one in root.iter() if _is_unshown_docx(one, hidden)]
            if (written := _changed(root, unshown)) is not None:
                changed[name] = written
    return changed


def _is_unshown_docx(element: Element, hidden: Mapping[str, bool]) -> bool:
    name = _name(element)
    if name in _DOCX_GONE:
        # In the properties of a paragraph `del` marks its end alone; a table's row or cell goes with its mark.
        return True
    if name == "tr":
        return any(_children(element, "trPr", "del"))
    if name == "tc":
        return any(_children(element, "tcPr", "cellDel"))
    return name == "r" and _is_hidden_run(element, hidden)


def _is_hidden_run(run: Element, hidden: Mapping[str, bool]) -> bool:
    """Say whether a run is hidden: by itself, else by its style, else by that of its paragraph, else by default."""
    for mark in _children(run, "rPr", "vanish"):
        return _attribute(mark, "val") not in _OFF
    for style in _children(run, "rPr", "rStyle"):
        if (identifier := _attribute(style, "val")) in hidden:
            return hidden[identifier]
    paragraph = next((one for one in run.iterancestors() if _name(one) == "p"), None)
    if paragraph is not None:
        for style in _children(paragraph, "pPr", "pStyle"):
            if (identifier := _attribute(style, "val")) in hidden:
                return hidden[identifier]
    return hidden.get("", False)


def _hidden_styles_docx(parts: Mapping[str, bytes]) -> dict[str, bool]:
    """Return the styles that say whether text is hidden, by id; the default under an empty one."""
    if _DOCX_STYLES not in parts:
        return {}
    said: dict[str, bool] = {}
    based: dict[str, str] = {}
    root = _parsed(parts[_DOCX_STYLES])
    for mark in _children(root, "docDefaults", "rPrDefault", "rPr", "vanish"):
        said[""] = _attribute(mark, "val") not in _OFF
    for style in _children(root, "style"):
        identifier = _attribute(style, "styleId")
        for mark in _children(style, "rPr", "vanish"):
            said[identifier] = _attribute(mark, "val") not in _OFF
        for basis in _children(style, "basedOn"):
            based[identifier] = _attribute(basis, "val")
    return _inherited(said, based)


def _shown_odt(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    roots = {name: _parsed(parts[name]) for name in (_ODT_CONTENT, _ODT_STYLES) if name in parts}
    hidden = _hidden_styles_odt(roots.values())
    changed = {}
    for name, root in roots.items():
        framed = _unframed_odt(root)
        unshown = [one for one in root.iter() if _is_unshown_odt(one, hidden)]
        if (written := _changed(root, unshown)) is not None:
            changed[name] = written
        elif framed:
            changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return changed


def _unframed_odt(root: Element) -> bool:
    """Put what stands in frames after the paragraphs that hold them, each paragraph by itself; say whether any did.

    Tika writes a frame into the line of its paragraph: its headings and dates would be in the middle of a line.
    """
    boxes = [one for one in root.iter() if _name(one) == "text-box"]
    # From the last one on, since each is put right after its paragraph.
    for box in reversed(boxes):
        holder = next((one for one in box.iterancestors() if _name(one) in ("p", "h")), None)
        above = holder.getparent() if holder is not None else None
        if holder is None or above is None:
            continue
        place = above.index(holder) + 1
        for number, paragraph in enumerate(list(box)):
            above.insert(place + number, paragraph)
    return bool(boxes)


def _is_unshown_odt(element: Element, hidden: Mapping[str, bool]) -> bool:
    name = _name(element)
    if name in _ODT_GONE:
        return True
    if name == "section":
        return _attribute(element, "display") == "none" or _attribute(element, "is-hidden") == "true"
    if name in ("p", "h") and any(
        _name(one) == "hidden-paragraph" and _attribute(one, "is-hidden") != "false" for one in element.iter()
    ):
        return True
    return name in ("p", "h", "span") and hidden.get(_attribute(element, "style-name"), False)


def _hidden_styles_odt(roots: Iterable[Element]) -> dict[str, bool]:
    said: dict[str, bool] = {}
    based: dict[str, str] = {}
    for root in roots:
        for style in root.iter():
            if _name(style) != "style":
                continue
            identifier = _attribute(style, "name")
            based[identifier] = _attribute(style, "parent-style-name")
            for properties in _children(style, "text-properties"):
                if shown := _attribute(properties, "display"):
                    said[identifier] = shown == "none"
    return _inherited(said, based)


def _inherited(said: dict[str, bool], based: dict[str, str]) -> dict[str, bool]:
    """Return what each style says, or the nearest it is based on; a circle of styles says nothing."""
    found: dict[str, bool | None] = dict(said)
    for identifier in based:
        above, passed = identifier, dict[str, None]()
        while above and above not in found and above not in passed:
            passed[above] = None
            above = based.get(above, "")
        # What was found out is kept for all that were passed: a chain of thousands is gone through once.
        says = found.get(above) if above else None
        found |= dict.fromkeys(passed, says)
    return {identifier: says for identifier, says in found.items() if says is not None}
