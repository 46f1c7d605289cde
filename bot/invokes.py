"""Every invoke from Teams finds the function that answers it, and every refusal its sentence."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.actions import answer_action
from bot.case_search import answer_case_search, tell_in_search
from bot.dialogs import tell_in_dialog
from bot.forms import answer_fetch, answer_submit
from bot.identity import Sender
from bot.office import Office, Visit, receive
from bot.search import SEARCH_RESPONSE, answer_search
from committee.errors import CommitteeError
from locales import words
from locales.refusals import refusal

MESSAGE = "application/vnd.microsoft.activity.message"
Answer = Callable[[Visit, Mapping[str, Any]], Awaitable[dict[str, Any]]]

ANSWERS: dict[str, Answer] = {
    "adaptiveCard/action": answer_action,
    "task/fetch": answer_fetch,
    "task/submit": answer_submit,
    "application/search": answer_search,
    "composeExtension/query": answer_case_search,
}


def make_invoke(office: Office) -> Callable[[dict[str, Any], Sender], Awaitable[dict[str, Any] | None]]:
    """Answers invokes by name; one that we do not know gets an empty answer. A rule's no is told, as HTTP 200."""

    async def invoke(activity: dict[str, Any], sender: Sender) -> dict[str, Any] | None:
        name = activity.get("name", "")
        answer = ANSWERS.get(name)
        if answer is None:
            return None
        value = activity.get("value")
        language = (sender.locale or "nb")[:2]
        try:
            visit = receive(office, sender)
            language = visit.person.language
            return await answer(visit, value if isinstance(value, dict) else {})
        except CommitteeError as error:
            return _tell_refusal(name, refusal(error, words(language)))

    return invoke


def _tell_refusal(name: str, sentence: str) -> dict[str, Any]:
    if name.startswith("task/"):
        return tell_in_dialog(sentence)
    if name.startswith("composeExtension/"):
        return tell_in_search(sentence)
    if name == "application/search":
        return {"statusCode": 200, "type": SEARCH_RESPONSE, "value": {"results": []}}
    return {"statusCode": 200, "type": MESSAGE, "value": sentence}
