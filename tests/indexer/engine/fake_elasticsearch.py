"""A server that answers as Elasticsearch 9 does where it differs from OpenSearch: its name, and the types it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class FakeServer:
    """Says who it is and remembers what was asked."""

    version: Any
    product: str = ""
    status: int = 200
    url: str = ""
    asked: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Method, path, Accept, Content-Type."""

    def types_of(self, path: str) -> list[tuple[str, str]]:
        return [(accept, content) for _, asked, accept, content in self.asked if asked.startswith(path)]


@contextmanager
def serving(fake: FakeServer) -> Iterator[FakeServer]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            accept, content = self.headers.get("Accept", ""), self.headers.get("Content-Type", "")
            fake.asked.append((self.command, self.path, accept, content))
            known = self.path == "/" or self.path.startswith("/_")
            body = {"version": fake.version, "tagline": "x", "items": [], "errors": False, "took": 1, "count": 3}
            sent = json.dumps(body if known else {"count": 3, "_shards": {}}).encode()
            self.send_response(fake.status)
            vendor = "application/vnd.elasticsearch+json" in accept
            kind = "application/vnd.elasticsearch+json;compatible-with=9" if vendor else "application/json"
            self.send_header("Content-Type", kind)
            if fake.product:
                self.send_header("X-Elastic-Product", fake.product)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = answer  # noqa: N815

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
