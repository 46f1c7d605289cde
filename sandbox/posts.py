"""Chats and channel posts, one JSON file a message."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.disk import file_stem, now, read_json, stamp, write_json

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
BOT_AUTHOR = "bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message as kept; `author` is a persona's key or "bot", `root_id` the thread it belongs to."""

    id: str
    conversation: str
    root_id: str | None
    author: str
    at: str
    edited_at: str | None = None
    text: str = ""
    text_format: str = "markdown"
    attachments: list[dict[str, Any]] = field(default_factory=list)
    deleted: bool = False
    only_for: str | None = None
    #: The message that the bot answered with this one; None where it wrote unasked.
    reply_to: str | None = None

    @property
    def card(self) -> dict[str, Any] | None:
        """The Adaptive Card it carries, or None."""
        return next((a["content"] for a in self.attachments if a.get("contentType") == CARD_TYPE), None)


def split_conversation(conversation: str) -> tuple[str, str | None]:
    """A conversation id as (chat or channel, thread root or None)."""
    bare, _, root = conversation.partition(";messageid=")
    return bare, root or None


class PostBook:
    """All messages, in memory and on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._posts: dict[str, dict[str, Post]] = {}
        self._last_id = 0
        for path in sorted(folder.glob("*/*.json")):
            post = Post(**read_json(path))
            self._posts.setdefault(post.conversation, {})[post.id] = post
            self._last_id = max(self._last_id, int(post.id))
        self._read_path = folder.parent / "read.json"
        self._read: dict[str, str] = read_json(self._read_path, {})

    def new_id(self) -> str:
        """A message id as Teams gives them: milliseconds, never the same twice."""
        self._last_id = max(self._last_id + 1, time.time_ns() // 1_000_000)
        return str(self._last_id)

    def add(self, *, conversation: str, author: str, root_id: str | None = None, **content: Any) -> Post:
        """Keep a new message; in a channel without `root_id` it begins a thread."""
        post_id = self.new_id()
        if root_id is None and conversation.startswith("19:"):
            root_id = post_id
        post = Post(id=post_id, conversation=conversation, root_id=root_id, author=author, at=stamp(now()), **content)
        self._keep(post)
        return post

    def edit(self, post: Post, at: datetime | None = None, **content: Any) -> Post:
        """Replace a message's content."""
        edited = replace(post, edited_at=stamp(at or now()), **content)
        self._keep(edited)
        return edited

    def find(self, conversation: str, post_id: str) -> Post | None:
        """The message, also when deleted; None when there never was one."""
        return self._posts.get(conversation, {}).get(post_id)

    def list(self, conversation: str) -> list[Post]:
        """A chat's or channel's messages, oldest first."""
        return sorted(self._posts.get(conversation, {}).values(), key=lambda post: int(post.id))

    def __iter__(self) -> Iterator[Post]:
        for conversation in list(self._posts):
            yield from self.list(conversation)

    def mark_read(self, persona: str, conversation: str) -> None:
        """Remember that the persona has seen all that is there now."""
        posts = self.list(conversation)
        key = f"{persona} {conversation}"
        if posts and self._read.get(key) != posts[-1].id:
            self._read[key] = posts[-1].id
            write_json(self._read_path, self._read)

    def count_unread(self, persona: str, conversation: str) -> int:
        """How many messages of others the persona has not seen."""
        seen = int(self._read.get(f"{persona} {conversation}", "0"))
        return sum(
            int(post.id) > seen and post.author != persona and not post.deleted and post.only_for in {None, persona}
            for post in self._posts.get(conversation, {}).values()
        )

    def _keep(self, post: Post) -> None:
        write_json(self._folder / file_stem(post.conversation) / f"{post.id}.json", asdict(post))
        self._posts.setdefault(post.conversation, {})[post.id] = post
