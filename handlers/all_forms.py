"""Every form by its name, and what follows its last question or an answer that ends it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from desk.domain.broadcasts.broadcast import BROADCAST
from desk.domain.cases.card_forms import TASK_FORMS
from desk.domain.danger.mutes import MUTE
from desk.domain.deadlines.forms import CLOCK_FORMS
from desk.domain.escalation.forms import PRESSURE_FORMS
from desk.domain.households.forms import HOUSEHOLD_FORMS
from desk.domain.households.policy_sheet import SHEET_FORMS
from desk.domain.policy.item_forms import SAVE_ITEM
from desk.domain.policy.view import POLICY
from desk.domain.procedures.forms import PROCEDURE_FORMS
from desk.domain.reports.forms import RESIDENT_FORMS
from desk.domain.staff.forms import STAFF_FORMS
from desk.domain.sweeps.forms import SWEEP_FORMS
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form
from desk.domain.visits.forms import VISIT_FORMS
from desk.domain.worklists.forms import BULK, DESK_FORMS, FIND
from handlers.broadcasts.compose import FINISHERS as BROADCAST_FINISHERS
from handlers.callbacks.calls import FINISHERS as CALL_FINISHERS
from handlers.cases.card_forms import FINISHERS as TASK_FINISHERS
from handlers.cases.card_forms import LEAVERS as TASK_LEAVERS
from handlers.danger.alarms import FINISHERS as ALARM_FINISHERS
from handlers.deadlines.clocks import FINISHERS as CLOCK_FINISHERS
from handlers.escalation.ladder import FINISHERS as LADDER_FINISHERS
from handlers.handing_over.hand_over import FINISHERS as HAND_OVER_FINISHERS
from handlers.households.families import FINISHERS as FAMILY_FINISHERS
from handlers.households.measures import FINISHERS as MEASURE_FINISHERS
from handlers.households.policy_sheets import FINISHERS as SHEET_FINISHERS
from handlers.households.register import FINISHERS as HOUSEHOLD_FINISHERS
from handlers.policy.buttons import begin_policy
from handlers.policy.save_item import FINISHERS as ITEM_FINISHERS
from handlers.procedures.forms import FINISHERS as PROCEDURE_FINISHERS
from handlers.procedures.referral import FINISHERS as REFERRAL_FINISHERS
from handlers.reports.complaint import FINISHERS as COMPLAINT_FINISHERS
from handlers.reports.complaint import LEAVERS as COMPLAINT_LEAVERS
from handlers.reports.giving import FINISHERS as GIVING_FINISHERS
from handlers.reports.giving import LEAVERS as GIVING_LEAVERS
from handlers.reports.patrol import FINISHERS as PATROL_FINISHERS
from handlers.reports.report import FINISHERS as RESIDENT_FINISHERS
from handlers.reports.report import LEAVERS
from handlers.staff.forms import FINISHERS as STAFF_FINISHERS
from handlers.staff.leave import FINISHERS as LEAVE_FINISHERS
from handlers.sweeps.found import FINISHERS as SWEEP_FINISHERS
from handlers.sweeps.spot_checks import FINISHERS as CHECK_FINISHERS
from handlers.talk.turn import Turn
from handlers.visits.days import FINISHERS as VISIT_DAY_FINISHERS
from handlers.visits.told import FINISHERS as VISIT_FINISHERS
from handlers.worklists.bulk import finish_bulk
from handlers.worklists.find import finish_find

Finisher = Callable[[Turn, Draft], Awaitable[None]]
FORMS: Final[Mapping[str, Form]] = {
    form.name: form
    for form in (
        *RESIDENT_FORMS,
        POLICY,
        SAVE_ITEM,
        *TASK_FORMS,
        *CLOCK_FORMS,
        *DESK_FORMS,
        *STAFF_FORMS,
        *HOUSEHOLD_FORMS,
        *PROCEDURE_FORMS,
        *SWEEP_FORMS,
        *VISIT_FORMS,
        *PRESSURE_FORMS.values(),
        MUTE,
        BROADCAST,
        *SHEET_FORMS,
    )
}


async def _back_to_topics(turn: Turn, _draft: Draft) -> None:
    await begin_policy(turn)


FINISHERS: Final[Mapping[str, Finisher]] = {
    **RESIDENT_FINISHERS,
    **COMPLAINT_FINISHERS,
    **PATROL_FINISHERS,
    **TASK_FINISHERS,
    **HAND_OVER_FINISHERS,
    **LADDER_FINISHERS,
    **ALARM_FINISHERS,
    **CLOCK_FINISHERS,
    **GIVING_FINISHERS,
    **CALL_FINISHERS,
    **LEAVE_FINISHERS,
    **STAFF_FINISHERS,
    **HOUSEHOLD_FINISHERS,
    **FAMILY_FINISHERS,
    **PROCEDURE_FINISHERS,
    **REFERRAL_FINISHERS,
    **MEASURE_FINISHERS,
    **SWEEP_FINISHERS,
    **VISIT_FINISHERS,
    **VISIT_DAY_FINISHERS,
    **CHECK_FINISHERS,
    **BROADCAST_FINISHERS,
    **SHEET_FINISHERS,
    **ITEM_FINISHERS,
    POLICY.name: _back_to_topics,
    BULK.name: finish_bulk,
    FIND.name: finish_find,
}
LEAVERS_BY_STEP: Final[Mapping[tuple[str, str], Finisher]] = {
    **LEAVERS,
    **COMPLAINT_LEAVERS,
    **GIVING_LEAVERS,
    **TASK_LEAVERS,
}
