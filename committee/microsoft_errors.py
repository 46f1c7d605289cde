"""What Microsoft 365 can answer when an errand is delivered, in the few kinds that delivery treats differently."""

from datetime import timedelta

NEEDS = "needs:"
"""Before a missing permission's name, in the text that an errand keeps."""


class MicrosoftError(Exception):
    """Microsoft 365 did not do what was asked.

    `code` is Microsoft's own error code (or ours, in camelCase, when no answer came), `request_id` the id their
    support asks for. `message` is for the operator's log, never for a member; it may quote what was sent.
    """

    def __init__(self, message: str = "", *, code: str = "", request_id: str = "", status: int | None = None) -> None:
        super().__init__(message or code or type(self).__name__)
        self.code = code
        self.message = message
        self.request_id = request_id
        self.status = status

    def __str__(self) -> str:
        """Name status, code and request id only, so that a logged error holds no text that people wrote."""
        known = [f"status {self.status}" if self.status else "", self.code, self.request_id]
        return " ".join([type(self).__name__, *filter(None, known)])


class Throttled(MicrosoftError):
    """Too many requests (412, 429 or 503 with Retry-After): nothing was stored, ask again after `retry_after`."""

    def __init__(
        self,
        message: str = "",
        *,
        retry_after: timedelta,
        code: str = "",
        request_id: str = "",
        status: int | None = None,
    ) -> None:
        super().__init__(message, code=code, request_id=request_id, status=status)
        self.retry_after = retry_after


class Unavailable(MicrosoftError):
    """No usable answer, and sending the same again is safe; wait `retry_after` when Microsoft named a time."""

    def __init__(
        self,
        message: str = "",
        *,
        retry_after: timedelta | None = None,
        code: str = "",
        request_id: str = "",
        status: int | None = None,
    ) -> None:
        super().__init__(message, code=code, request_id=request_id, status=status)
        self.retry_after = retry_after


class Ambiguous(MicrosoftError):
    """The request may have been carried out: look it up before it is ever sent again."""


class Forbidden(MicrosoftError):
    """We are not let in (401, 403): a person must grant a permission or add the app; repeating does not help.

    `needs` is the permission that was wanting, by Microsoft's name, when that is known.
    """

    def __init__(
        self, message: str = "", *, code: str = "", request_id: str = "", status: int | None = None, needs: str = ""
    ) -> None:
        super().__init__(message, code=code, request_id=request_id, status=status)
        self.needs = needs

    def __str__(self) -> str:
        """As for the others, and the permission behind NEEDS."""
        return f"{super().__str__()} {NEEDS}{self.needs}" if self.needs else super().__str__()


class Gone(MicrosoftError):
    """What the request named is not there (404, 410): a person must say what shall stand in its place."""


class Refused(MicrosoftError):
    """The request itself was turned down (400, 409, 413 and the like): `code` says why; repeating does not help."""
