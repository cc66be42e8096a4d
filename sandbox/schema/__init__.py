"""The Bot API as data (version 10.3), and what of a request, an answer or an update disagrees with it."""

from sandbox.schema.answers import problems_of_answer, problems_of_update
from sandbox.schema.requests import problems_of_request

__all__ = ["problems_of_answer", "problems_of_request", "problems_of_update"]
