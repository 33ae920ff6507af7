"""Reading the bodies of requests, however broken or hostile they are."""

from __future__ import annotations

from typing import Any

import flask_smorest
from flask import Request, request
from marshmallow import Schema
from webargs.flaskparser import FlaskParser

from search_api.problems import refuse


def read_json() -> Any:
    """Return the JSON body of the request, or None when it is no JSON."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        # Nested thousands deep.
        return None


class BodyParser(FlaskParser):
    """webargs, which takes another kind of body than JSON for an empty one, and fails on a very deep one."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Return the JSON body; refuse what is none."""
        if req.content_length and not req.is_json:
            refuse("json", "json_invalid")
        try:
            return super().load_json(req, schema)
        except RecursionError:
            refuse("json", "json_invalid")


class Blueprint(flask_smorest.Blueprint):
    """A flask-smorest blueprint that reads bodies in this way."""

    ARGUMENTS_PARSER = BodyParser()
