"""Refusals: what the Bot API answers instead of a result, and what a control endpoint answers."""

from sandbox.shapes import Json


class ApiError(Exception):
    """A refusal with Telegram's error code, exact description and response parameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    def as_body(self) -> Json:
        """The JSON body of the HTTP answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


class ControlError(Exception):
    """A wrong request to a control endpoint: HTTP status and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def _first_letter_lowered(text: str) -> str:
    """Lower the first letter, but not of codes like BUTTON_DATA_INVALID (second letter upper-case or `_`)."""
    if len(text) > 1 and (text[1].isupper() or text[1] == "_"):
        return text
    return text[:1].lower() + text[1:]


def bad_request(text: str, parameters: Json | None = None) -> ApiError:
    """400 with the prefix that Telegram puts before it."""
    return ApiError(400, "Bad Request: " + _first_letter_lowered(text), parameters)


def forbidden(text: str) -> ApiError:
    """403: the chat exists but the bot may not write there."""
    return ApiError(403, "Forbidden: " + _first_letter_lowered(text))


def conflict(text: str) -> ApiError:
    """409: two ways of receiving updates are in each other's way."""
    return ApiError(409, "Conflict: " + _first_letter_lowered(text))


def too_many_requests(retry_after: int) -> ApiError:
    """429 with the pause in whole seconds; the server repeats it in the Retry-After header."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
