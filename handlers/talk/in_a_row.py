"""Messages in a row are answered once, when they end: the field calls it «debounce».

The first is answered at once. Those that follow before it is quiet again postpone one common answer, which
says how many came and asks the open question once more, below them. Whatever else happens in the chat
overtakes that answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from desk.domain.reports.forms import OPENING
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form, StepKind
from desk.domain.talk.messages import Json
from handlers.talk.forms import keep, put_away, question_now
from handlers.talk.questions import IN_A_ROW, REPEATED, ROW, moved_key, question_key
from handlers.talk.turn import Turn

_QUIET: Final = timedelta(seconds=6)  # so long after its last message a row has ended
_LONGEST: Final = timedelta(seconds=20)  # … and whoever goes on and on is answered all the same


@dataclass(frozen=True, slots=True)
class _Row:
    """Messages to one question: how many since `begun`, and when they are answered together."""

    question: int
    count: int
    begun: datetime
    due: datetime

    @property
    def copy(self) -> str:
        """The end of the key of that copy of the question which answers them."""
        return f":row:{self.begun.timestamp():.0f}"

    @property
    def last(self) -> datetime:
        """When they are answered at the latest."""
        return self.begun + _LONGEST

    def waits(self, now: datetime) -> bool:
        """Whether an answer to them stands out."""
        return self.count > 1 and now < self.due

    def to_json(self) -> Json:
        """Ready for the draft."""
        return [self.question, self.count, self.begun.isoformat(), self.due.isoformat()]


async def keep_words(turn: Turn, form: Form, before: Draft, after: Draft) -> bool:
    """Store words beside the point, or a piece of a story; whether to answer at once: the first of a row."""
    row = _with_one_more(before, turn.work.now)
    await keep(turn, replace(after, answers={**after.answers, ROW: row.to_json()}))
    if row.count == 1:
        return True
    answer = await question_now(turn, form, IN_A_ROW, row.count)
    if form.step(before.step).kind is StepKind.STORY:
        answer = replace(answer, template="form.row_kept")
    key = f"{_bare_key(before)}{row.copy}"
    await turn.work.outbox.postpone(replace(answer, key=key, not_before=row.due))
    if row.count == 2:
        await put_away(turn, form, before, row.last)
    return False


def as_answered(draft: Draft, now: datetime) -> Draft:
    """The draft as it stands: once a row was answered, that is the newest copy of the open question."""
    row = _row_of(draft)
    if row is None or row.count == 1 or now < row.due or row.question != draft.question:
        return draft
    answers = {name: value for name, value in draft.answers.items() if name != ROW}
    return replace(draft, answers={**answers, REPEATED: [row.question, row.copy]})


async def drop_overtaken(turn: Turn, before: Draft | None) -> None:
    """What was to be said at the end of a row is not said once the conversation has gone on."""
    row = None if before is None else _row_of(before)
    if before is None or row is None or before.question != row.question or not row.waits(turn.work.now):
        return
    draft = turn.draft
    now = None if draft is None or draft.started_at != before.started_at else _row_of(draft)
    if draft is None or now is None or (draft.question, now.begun) != (row.question, row.begun):
        await turn.work.outbox.drop([f"{_bare_key(before)}{row.copy}", moved_key(before)])


def _with_one_more(draft: Draft, now: datetime) -> _Row:
    row = _row_of(draft)
    if row is None and draft.step in OPENING:  # what began the form was answered by its first question
        row = _Row(draft.question, 1, draft.updated_at, draft.updated_at + _QUIET)
    if row is None or row.question != draft.question or now >= row.due:
        return _Row(draft.question, 1, now, now + _QUIET)
    return replace(row, count=row.count + 1, due=min(now + _QUIET, row.last))


def _bare_key(draft: Draft) -> str:
    """The key of the question as it was asked first."""
    return question_key(replace(draft, answers={}))


def _row_of(draft: Draft) -> _Row | None:
    match draft.answers.get(ROW):
        case [int(question), int(count), str(begun), str(due)]:
            return _Row(question, count, datetime.fromisoformat(begun), datetime.fromisoformat(due))
    return None
