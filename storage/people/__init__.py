"""People in the chat: what they agreed to, how they are reached, what they want to hear."""

from storage.engine.rows import Lazy, Rows
from storage.people.people import PeopleRows


class PeopleRoom(Rows):
    """What a unit of work opens here."""

    people = Lazy(PeopleRows)
