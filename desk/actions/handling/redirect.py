"""Another office is the right one, or help must be called at once."""

from __future__ import annotations

from desk.actions.cases.door import Refusal, access_case, acting
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.handling.decline import needs_superior
from desk.domain.cases.case import Act, Case
from desk.domain.people.people import Person
from desk.domain.reports.channels import Channel, Emergency
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

URGENT_STAYS = Refusal("redirect.urgent_stays")


async def redirect_case(
    work: Work, person: Person, case_id: int, channel: Channel, piece: Piece
) -> Case | Refusal:
    """End the case by telling the resident where to go and how."""
    access = await access_case(work, person, case_id, Act.REDIRECT)
    if isinstance(access, Refusal):
        return access
    if needs_superior(access.case):
        return URGENT_STAYS
    staff, words = acting(access), text_in([piece])
    case = await move_case(
        work, access, Act.REDIRECT, words, channel.value, closed_at=work.now, due_stage=None, due_at=None
    )
    if words:
        await keep_official_words(work, case, person, "redirected", [piece])
    await settle(work, case, staff)
    told = {**who_comes(case, staff), "channel": channel.value, "said": words}
    await tell_reporter(work, case, "redirect.told", told)
    return case


async def call_help(work: Work, person: Person, case_id: int, number: Emergency) -> Case | Refusal:
    """Send the resident to the emergency services at once. The case and its deadlines stay as they are."""
    access = await access_case(work, person, case_id, Act.CALL_HELP)
    if isinstance(access, Refusal):
        return access
    staff = acting(access)
    case = await move_case(work, access, Act.CALL_HELP, details=number.value)
    await settle(work, case, staff)
    await tell_reporter(work, case, "call_help.told", {**who_comes(case, staff), "whom": number.value})
    return case
