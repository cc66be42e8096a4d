"""The transactional inbox and outbox: what came in, what goes out, what became of it."""

from storage.engine.rows import Lazy, Rows
from storage.mail.forgetting import InboxWords
from storage.mail.outbox import OutboxRows


class MailRoom(Rows):
    """What a unit of work opens here."""

    outbox = Lazy(OutboxRows)
    inbox = Lazy(InboxWords)
