"""What a person can write: a command's words, what it does, and the function that answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.office import Card, Visit
from committee.rights import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command; `phrases` are what people write for it, in bokmål, nynorsk and English, the first its name."""

    phrases: tuple[str, ...]
    does: str
    run: Callable[[Visit], Awaitable[Card]]
    needs: Right = Right.READ

    @property
    def name(self) -> str:
        return self.phrases[0]
