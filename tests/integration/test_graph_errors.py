"""What delivery is told when Microsoft answers badly or not at all."""

from datetime import UTC, datetime, timedelta

import pytest

from committee.microsoft_errors import (
    Ambiguous,
    Forbidden,
    Gone,
    MicrosoftError,
    Refused,
    Throttled,
    Unavailable,
)
from graph.errors import DEFAULT_WAIT, map_answer, map_silence, read_retry_after


@pytest.mark.parametrize(
    ("status", "kind_when_safe", "kind_when_not"),
    [
        (400, Refused, Refused),
        (401, Forbidden, Forbidden),
        (403, Forbidden, Forbidden),
        (404, Gone, Gone),
        (408, Unavailable, Ambiguous),
        (409, Refused, Refused),
        (410, Gone, Gone),
        (412, Refused, Refused),
        (413, Refused, Refused),
        (423, Unavailable, Ambiguous),
        (429, Throttled, Throttled),
        (302, Refused, Refused),
        (500, Unavailable, Ambiguous),
        (502, Unavailable, Ambiguous),
        (503, Unavailable, Ambiguous),
        (504, Unavailable, Ambiguous),
        (507, Refused, Refused),
    ],
)
def test_each_status_is_one_kind_of_error(
    status: int, kind_when_safe: type[MicrosoftError], kind_when_not: type[MicrosoftError]
) -> None:
    assert type(map_answer(status, {}, b"", is_resend_safe=True)) is kind_when_safe
    assert type(map_answer(status, {}, b"", is_resend_safe=False)) is kind_when_not


def test_503_with_retry_after_is_throttling_even_for_a_post() -> None:
    error = map_answer(503, {"retry-after": "7"}, b"", is_resend_safe=False)
    assert isinstance(error, Throttled)
    assert error.retry_after == timedelta(seconds=7)


def test_429_without_retry_after_waits_a_default_time() -> None:
    error = map_answer(429, {}, b"", is_resend_safe=False)
    assert isinstance(error, Throttled)
    assert error.retry_after == DEFAULT_WAIT


@pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b"[]", b'{"error": "plain"}', b'{"error": null}'])
def test_a_body_that_is_not_graphs_still_gives_the_right_kind(body: bytes) -> None:
    error = map_answer(502, {}, body, is_resend_safe=False)
    assert isinstance(error, Ambiguous)
    assert error.code == "http502"


def test_the_operator_gets_code_and_request_id_but_no_text_in_the_log_line() -> None:
    body = b'{"error": {"code": "ErrorItemNotFound", "message": "Hemmelig", "innerError": {"request-id": "r-1"}}}'
    error = map_answer(404, {}, body, is_resend_safe=True)
    assert (error.code, error.message, error.request_id, error.status) == ("ErrorItemNotFound", "Hemmelig", "r-1", 404)
    assert str(error) == "Gone status 404 ErrorItemNotFound r-1"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0", 0), ("120", 120), ("120,120", 120), ("Mon, 23 Nov 2026 10:00:30 GMT", 30), ("soon", None), ("", None)],
)
def test_retry_after_is_read_as_seconds_or_date(text: str, seconds: int | None) -> None:
    now = datetime(2026, 11, 23, 10, 0, 0, tzinfo=UTC)
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert read_retry_after({"retry-after": text}, now) == expected


def test_a_retry_after_that_has_passed_is_no_wait() -> None:
    now = datetime(2026, 11, 23, 10, 0, 0, tzinfo=UTC)
    assert read_retry_after({"retry-after": "Mon, 23 Nov 2026 09:00:00 GMT"}, now) == timedelta(0)


def test_silence_after_sending_a_post_is_ambiguous_and_all_else_may_be_sent_again() -> None:
    problem = TimeoutError()
    assert isinstance(map_silence(problem, was_sent=True, is_resend_safe=False), Ambiguous)
    assert isinstance(map_silence(problem, was_sent=True, is_resend_safe=True), Unavailable)
    assert isinstance(map_silence(problem, was_sent=False, is_resend_safe=False), Unavailable)
