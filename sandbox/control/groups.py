"""POST /sandbox/groups, its upgrade to a supergroup, and removal of the bot."""

from aiohttp import web

from sandbox.control.requests import body_in, number_in, wanted
from sandbox.errors import ControlError
from sandbox.groups import Group
from sandbox.people import Person
from sandbox.shapes import Json
from sandbox.updates.delivery import say_as_person
from sandbox.world import World


class GroupsControl:
    """Arranging groups; the first member made the group and does what is done to it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        app.router.add_post("/sandbox/groups", self._create)
        app.router.add_post("/sandbox/groups/{chat_id}/upgrade", self._upgrade)
        app.router.add_post("/sandbox/groups/{chat_id}/remove_bot", self._remove_bot)

    async def _create(self, request: web.Request) -> web.Response:
        body = await body_in(request)
        title, members = wanted(body, "title", str), wanted(body, "members", list)
        if not members:
            raise ControlError(400, "A group has at least one member.")
        founder, *_ = [self._world.people.get(member) for member in members]
        group = self._world.groups.create(title, members)
        self._tell_standing(group, founder, "left", "member")
        say_as_person(self._world, founder, group, {"group_chat_created": True})
        return web.json_response({**group.as_chat(), "members": group.members})

    async def _upgrade(self, request: web.Request) -> web.Response:
        group = self._group(request)
        if group.migrated_to is not None or group.kind == "supergroup":
            raise ControlError(409, "The group is a supergroup already.")
        founder = self._founder(group)
        new = self._world.groups.upgrade(group)
        say_as_person(self._world, founder, group, {"migrate_to_chat_id": new.id})
        say_as_person(self._world, founder, new, {"migrate_from_chat_id": group.id})
        return web.json_response({"migrate_to_chat_id": new.id})

    async def _remove_bot(self, request: web.Request) -> web.Response:
        group = self._group(request)
        group.bot_present = False
        self._world.groups.save(group)
        self._tell_standing(group, self._founder(group), "member", "kicked")
        return web.json_response({})

    def _group(self, request: web.Request) -> Group:
        return self._world.groups.get(number_in(request.match_info["chat_id"], "The group's id"))

    def _founder(self, group: Group) -> Person:
        return self._world.people.get(group.members[0])

    def _tell_standing(self, group: Group, by: Person, old: str, new: str) -> None:
        body: Json = {"chat": group.as_chat(), "from": by.as_user(), "date": self._world.now()}
        change = {"old_chat_member": self._standing(old), "new_chat_member": self._standing(new)}
        self._world.updates.add("my_chat_member", {**body, **change}, group.id, self._world.clock())

    def _standing(self, status: str) -> Json:
        member: Json = {"user": self._world.bot.as_user(), "status": status}
        return {**member, "until_date": 0} if status == "kicked" else member
