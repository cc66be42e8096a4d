"""What officials are asked after pressing a button of a card, and residents after the call-back."""

from __future__ import annotations

from desk.domain.forms import Form, Step, StepKind

CASE_ID = "case_id"  # the answer that says which case a form is about
NUMBER = "number"
RATING = "rating"
INVITATION = "invitation"  # the digest of an invitation's token

JOIN = Form("join", (Step("contact", StepKind.CONTACT),))
VISIT = Form(
    "visit",
    (Step("how", StepKind.CHOICE, ("home", "phone")), Step("story", StepKind.STORY)),
    keeps_story=True,
)
REPLY = Form("reply", (Step("words", StepKind.WORDS), Step("confirm", StepKind.CONFIRM, ("send",))))
DISPUTE = Form("dispute", (Step("reason", StepKind.WORDS),))
PASS_UP = Form("pass_up", (Step("reason", StepKind.WORDS),))
# Danger is looked for in what residents say, so this story is kept like that of a report.
WHY = Form("why", (Step("story", StepKind.STORY, optional=True),), keeps_story=True, watched=True)

TASK_FORMS = (JOIN, VISIT, REPLY, DISPUTE, PASS_UP, WHY)
