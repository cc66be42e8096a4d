"""Consent: who gave it, when, to which version of the words; all of it in the ledger."""

from __future__ import annotations

from dataclasses import replace

from desk.domain.cases.capacity import Capacity
from desk.domain.cases.ledger import Entry
from desk.domain.people.people import Person
from desk.ports.work import Work


async def give_consent(work: Work, person: Person) -> Person:
    """The person agrees to the words of now. Who declines leaves no trace, not even here."""
    version = work.rules.consent_version
    person = replace(person, consented_at=work.now, consent_version=version)
    await work.people.save(person)
    entry = Entry(None, "consent", Capacity.REPORTER.value, person_id=person.id, details=version)
    await work.ledger.append(entry)
    return person
