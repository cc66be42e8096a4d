"""Group chats: members, removal of the bot, upgrade to a supergroup."""

from dataclasses import dataclass, field

from sandbox.counters import Counters
from sandbox.errors import ApiError, ControlError, bad_request, forbidden
from sandbox.shapes import Json
from sandbox.store import Store

_KIND = "group"
_SUPERGROUP_BASE = -1_000_000_000_000


@dataclass
class Group:
    """A basic group, or a supergroup if its id lies below -10^12."""

    id: int
    title: str
    members: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    bot_present: bool = True

    @property
    def kind(self) -> str:
        """`group` or `supergroup`."""
        return "supergroup" if self.id < _SUPERGROUP_BASE else "group"

    def as_chat(self) -> Json:
        """The Bot API Chat."""
        return {"id": self.id, "title": self.title, "type": self.kind}

    def refusal(self) -> ApiError | None:
        """Why the bot may not write here, or None."""
        if self.migrated_to is not None:
            moved = {"migrate_to_chat_id": self.migrated_to}
            return bad_request("group chat was upgraded to a supergroup chat", moved)
        return None if self.bot_present else forbidden(f"bot was kicked from the {self.kind} chat")


class Groups:
    """All groups, by id."""

    def __init__(self, store: Store, counters: Counters) -> None:
        self._store = store
        self._counters = counters
        self._by_id = {int(key): Group(**body) for key, body in store.load(_KIND).items()}

    def create(self, title: str, members: list[int]) -> Group:
        """A new basic group with the bot in it."""
        return self.save(Group(-4_000_000 - self._counters.next("group"), title, members))

    def upgrade(self, group: Group) -> Group:
        """The supergroup that takes the group's place; the old id stays as a pointer to it."""
        new_id = _SUPERGROUP_BASE - 1_500_000_000 - self._counters.next("supergroup")
        group.migrated_to = new_id
        self.save(group)
        return self.save(Group(new_id, group.title, list(group.members)))

    def find(self, chat_id: int) -> Group | None:
        """The group, or None."""
        return self._by_id.get(chat_id)

    def get(self, chat_id: int) -> Group:
        """The group; ControlError 404 if there is none."""
        group = self._by_id.get(chat_id)
        if group is None:
            raise ControlError(404, f"There is no group with id {chat_id}.")
        return group

    def save(self, group: Group) -> Group:
        """Keep what changed about a group."""
        self._by_id[group.id] = group
        self._store.put(_KIND, group.id, vars(group))
        return group
