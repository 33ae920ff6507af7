"""Reading the bodies of requests, however broken or hostile they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask_smorest
from flask import Request, request
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import CombinedMultiDict

from search_api.problems import refuse


def read_json() -> Any:
    """Return the JSON body of the request, or None when it is no JSON."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        # Nested thousands deep.
        return None


class BodyParser(FlaskParser):
    """webargs, which takes another kind of body than JSON for an empty one, and fails on a very deep one.

    The location `multipart` holds the fields and the files of a form, so that what is wrong is said of all at once.
    """

    __location_map__: dict[str, Any] = {**FlaskParser.__location_map__, "multipart": "load_multipart"}  # noqa: RUF012

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Return the JSON body; refuse what is none."""
        if req.content_length and not req.is_json:
            refuse("json", "json_invalid")
        try:
            return super().load_json(req, schema)
        except RecursionError:
            refuse("json", "json_invalid")

    def load_multipart(self, req: Request, schema: Schema) -> Any:
        """Return the fields and the files of a form."""
        return MultiDictProxy(CombinedMultiDict([req.files, req.form]), schema)


class Blueprint(flask_smorest.Blueprint):
    """A flask-smorest blueprint that reads bodies in this way."""

    ARGUMENTS_PARSER = BodyParser()
    DEFAULT_LOCATION_CONTENT_TYPE_MAPPING: Mapping[str, str] = {
        **flask_smorest.Blueprint.DEFAULT_LOCATION_CONTENT_TYPE_MAPPING,
        "multipart": "multipart/form-data",
    }
