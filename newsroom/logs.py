"""What the log says of a request: its id and its route, and nothing of who sent it."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

request_id = ContextVar("request_id", default="")


def route(request) -> str:
    """The pattern of the address: a path can name a person, and a preview's is a key."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "unmatched"


class Impersonal(logging.Filter):
    """Gives a record the request's id, and its route wherever Django says its path."""

    def filter(self, record):
        request = getattr(record, "request", None)
        # Django writes of a failure when the middleware is through with its request.
        record.request_id = getattr(request, "log_id", "") or request_id.get()
        if path := getattr(request, "path", None):
            record.args = tuple(route(request) if a == path else a for a in record.args)
        return True


class JsonLines(logging.Formatter):
    """One object a line. An error's own words are left out: they may quote what was sent."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": record.request_id,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            line["error"] = f"{kind.__module__}.{kind.__qualname__}"
            line["trace"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(trace)
            ]
        return json.dumps(line, ensure_ascii=False)
