"""A line of the log says what happened and where, and nothing that an exception or a library says of anybody."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from indexer.settings_values import SettingsError
from indexer.structured_logs import MASK, PlainFormatter, masked

SECRET = "camille.exemple@example.org"


def written(tell: Callable[[logging.Logger], None]) -> dict[str, Any]:
    """The one line that is written when a program tells something."""
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.setFormatter(PlainFormatter())
    logger = logging.Logger("tested", "DEBUG")
    logger.addHandler(handler)
    tell(logger)
    [line] = target.getvalue().splitlines()
    return dict(json.loads(line))


def failing() -> None:
    try:
        raise ValueError(f"failed to parse field [text]: Preview of field's value: '{SECRET}'")
    except ValueError as error:
        raise RuntimeError(f"Recipient refused: {SECRET}") from error


def test_an_exception_is_its_types_and_places_without_its_words() -> None:
    def tell(logger: logging.Logger) -> None:
        try:
            failing()
        except RuntimeError:
            logger.exception("a mail could not leave", extra={"profile": "abc", "attempt": 2})

    line = written(tell)
    assert (line["message"], line["profile"], line["attempt"]) == ("a mail could not leave", "abc", 2)
    assert (line["level"], line["logger"]) == ("error", "tested")
    assert "builtins.RuntimeError" in line["exception"]
    assert "builtins.ValueError" in line["exception"]
    assert any("tests/indexer/test_structured_logs.py" in place and "failing" in place for place in line["exception"])
    assert "camille" not in json.dumps(line)
    assert "Preview" not in json.dumps(line)


def test_what_the_operator_must_mend_is_said() -> None:
    def tell(logger: logging.Logger) -> None:
        try:
            raise SettingsError("ESTEY_SECRET_KEY must be set.")
        except SettingsError:
            logger.exception("Exception")

    assert "indexer.settings_values.SettingsError: ESTEY_SECRET_KEY must be set." in written(tell)["exception"]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Task %(name)s[%(id)s] received", "task received"),
        ("Task %(name)s[%(id)s] succeeded in %(runtime)ss: %(return_value)s", "task succeeded"),
        ("Task %(name)s[%(id)s] retry: %(exc)s", "task retry"),
        ("Task %(name)s[%(id)s] %(description)s: %(exc)s", "task raised"),
    ],
)
def test_a_task_is_told_without_what_it_was_given_or_gave(template: str, said: str) -> None:
    about = {"name": "indexer.tasks.x", "id": "1", "exc": SECRET, "return_value": SECRET, "runtime": 0.5}
    about |= {"description": "raised unexpected"} if "description" in template else {}
    line = written(lambda logger: logger.info(template, about, extra={"data": {**about, "args": SECRET}}))
    assert (line["message"], line["task"], line["task_id"]) == (said, "indexer.tasks.x", "1")
    assert "camille" not in json.dumps(line)


@given(st.lists(st.from_regex(r"[a-f0-9]{24}", fullmatch=True), min_size=2, max_size=2), st.booleans())
def test_what_we_sign_is_masked_wherever_it_stands(content: list[str], timed: bool) -> None:
    serializer = URLSafeTimedSerializer("x" * 40) if timed else URLSafeSerializer("x" * 40)
    token = str(serializer.dumps(content))
    assert token.rpartition(".")[2] not in masked(f"request of {token} failed")


@given(st.emails())
def test_addresses_of_the_usual_kind_are_masked(email: str) -> None:
    local, _, domain = email.partition("@")
    if local.replace(".", "").replace("_", "").isalnum():
        assert f"{local}@{domain}" not in masked(f"550 <{email}> unknown")


@pytest.mark.parametrize("path", ["suivi", "alerte", "confirm", "alerte/confirmer", "desabonnement", "api/profiles"])
def test_what_follows_in_the_path_of_a_secret_link_is_masked(path: str) -> None:
    assert masked(f"Invalid request from ip=192.0.2.1: GET /{path}/abc.DEF-1_x HTTP") == (
        f"Invalid request from ip={MASK}: GET /{path}/{MASK} HTTP"
    )


def test_what_is_no_secret_stays() -> None:
    for text in ("indexer.alerts.confirmations", "GET /suivi/<secret>", "profile 5f3a9c failed: file_scan", "r489 1.1"):
        assert masked(text) == text
    assert len(masked("x" * 9000)) == 500
