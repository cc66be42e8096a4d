"""What the room of people offers: who answers for somebody's village, and showing one's own number."""

from __future__ import annotations

from typing import Final

from handlers.people.contacts import tell_officials
from handlers.people.own_card import FREE_WORDS
from handlers.talk.half_told import unless_half_told
from handlers.talk.turn import Room

ROOM: Final = Room(name="people", more={"officials": unless_half_told(tell_officials)}, free_words=FREE_WORDS)
