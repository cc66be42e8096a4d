"""One card about a sweep in the chat of whoever looks after it, edited as officials tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desk.actions.sweeps.card_text import progress_words, sample_words, sweep_words
from desk.actions.sweeps.progress import owner_of
from desk.actions.sweeps.spot_checks import agreements
from desk.domain.county.areas import Level
from desk.domain.deadlines.reminders import when_allowed
from desk.domain.people.people import Staff
from desk.domain.sweeps.samples import Agreement, Sample
from desk.domain.sweeps.sweep import Progress, Sweep, together
from desk.domain.talk.messages import Button, Json, Message, Rows, message_to
from desk.ports.work import Work


async def show_card(work: Work, sweep: Sweep) -> None:
    """Bring the card to where the sweep stands; the same standing is said once.

    Whoever takes the desk over gets a card of their own.
    """
    owner = await owner_of(work, sweep)
    if owner is None:
        return
    tallies = await work.sweeps.tallies(sweep.id)
    words = _words(work, sweep, tallies, await agreements(work, sweep.id))
    shown, before = _stamp(words), await work.sweeps.card(sweep.id, owner.id)
    if shown == before or not await work.sweeps.keep_card(sweep.id, owner.id, before, shown):
        return
    await work.outbox.say(_message(work, sweep, owner, words, renewed=before is not None))


def _words(
    work: Work,
    sweep: Sweep,
    tallies: Mapping[str, Progress],
    samples: Sequence[tuple[Sample, Agreement]],
) -> dict[str, Json]:
    return {
        **sweep_words(work, sweep),
        **progress_words(together(tallies.values())),
        "behind": sum(1 for progress in tallies.values() if progress.left),
        "sample": sample_words(*samples[-1]) if samples else None,
    }


def _stamp(words: Mapping[str, Json]) -> str:
    """Everything that the card shows and that changes."""
    figures = ("state", "total", "fine", "problem", "missing", "behind", "over")
    return " ".join(str(words[name]) for name in (*figures, "due", "sample"))


def _message(work: Work, sweep: Sweep, owner: Staff, words: Mapping[str, Json], *, renewed: bool) -> Message:
    first = f"sweep_card:{sweep.id}:{owner.id}"
    message = message_to(
        owner,
        f"{first}:{work.now.isoformat()}" if renewed else first,
        "sweep.card",
        words,
        _rows(work, sweep),
    )
    return replace(message, edits=first if renewed else "", not_before=when_allowed(work.now, work.rules))


def _rows(work: Work, sweep: Sweep) -> Rows:
    """Below the card each press opens a message of its own: the card itself stays."""
    lag = Button("sweep.button.lag", f"x:w:{sweep.id}:{sweep.office_code}:")
    office = work.areas.get(sweep.office_code)
    if office is None or office.level is not Level.COUNTY:
        return ((lag,),)
    return ((lag, Button("sweep.button.sample", f"x:t:{sweep.id}:")),)
