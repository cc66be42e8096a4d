"""What a staff list would change in the county, before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.county.staff_file import StaffFile, StaffLine
from bot.tables import Problem
from desk.domain.county.areas import Areas
from desk.domain.county.phones import masked
from desk.domain.people.people import Post, Role, Staff
from storage.people.phones import comparable

_Seat = tuple[Role, str, str, str]  # role, area, department, the holder's number


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """The difference between list and county; `stand_ins` pairs a post with the line that changes it."""

    people: Sequence[StaffLine]
    renamed: Sequence[tuple[Staff, str]]
    begun: Sequence[StaffLine]
    ended: Sequence[Post]
    stand_ins: Sequence[tuple[Post, StaffLine]]
    unlisted: Sequence[Post] = ()  # stay, for the list does not speak of these posts at all


def plan(given: StaffFile, known: Sequence[Staff], posts: Sequence[Post]) -> StaffPlan:
    """Compare a list with who is known and the posts of the county that are valid now.

    Of a post of which the list speaks it says who holds it, and all others end. Of posts of which it does not
    speak it says nothing, unless it is `whole`.
    """
    lines = [_completed(line, posts) for line in given.lines]
    by_phone = {comparable(staff.phone): staff for staff in known}
    named = {line.phone: line for line in lines if line.phone}
    held = {(_seat_of(post), _phone(post.stand_in)) for post in posts}
    kept = {(_seat(line), line.stand_in_phone) for line in lines}
    begun = [line for line in dict.fromkeys(lines) if (_seat(line), line.stand_in_phone) not in held]
    spoken_of = {_place(line) for line in lines}
    gone = [post for post in posts if (_seat_of(post), _phone(post.stand_in)) not in kept]
    ended = [post for post in gone if given.whole or _seat_of(post)[:3] in spoken_of]
    changed = _paired(ended, begun)
    return StaffPlan(
        people=[line for phone, line in named.items() if phone not in by_phone],
        renamed=[(by_phone[line.phone], line.name) for line in named.values() if _other_name(by_phone, line)],
        begun=[line for line in begun if line not in [new for _, new in changed]],
        ended=[post for post in ended if post not in [old for old, _ in changed]],
        stand_ins=changed,
        unlisted=[post for post in gone if post not in ended],
    )


def _completed(line: StaffLine, posts: Sequence[Post]) -> StaffLine:
    """The line with what an empty cell leaves as it is: the department, and who stands in."""
    held = (line.role, line.area_code, line.phone)
    same = [post for post in posts if line.phone and (post.role, post.area_code, _phone(post.holder)) == held]
    known = next((post for post in same if line.department in (None, post.department)), None)
    if known is None:
        return line
    stand_in = line.stand_in_phone if line.stand_in_said else _phone(known.stand_in)
    return replace(line, department=line.department or known.department, stand_in_phone=stand_in)


def _place(line: StaffLine) -> tuple[Role, str, str]:
    return (line.role, line.area_code, line.department or "")


def _paired(ended: Sequence[Post], begun: Sequence[StaffLine]) -> list[tuple[Post, StaffLine]]:
    """The same seat with the same holder, and somebody else standing in."""
    seats = {_seat_of(post): post for post in ended}
    return [(seats.pop(_seat(line)), line) for line in begun if _seat(line) in seats]


def _other_name(by_phone: Mapping[str, Staff], line: StaffLine) -> bool:
    return line.phone in by_phone and by_phone[line.phone].name != line.name


def _seat(line: StaffLine) -> _Seat:
    return (line.role, line.area_code, line.department or "", line.phone)


def _seat_of(post: Post) -> _Seat:
    return (post.role, post.area_code, post.department or "", _phone(post.holder))


def _phone(staff: Staff | None) -> str:
    return "" if staff is None else comparable(staff.phone)


def revoked_lines(path: Path, lines: Sequence[StaffLine], known: Sequence[Staff]) -> Iterator[Problem]:
    """Lines of people who were taken off the list: an old file must not bring them back unseen."""
    off = {comparable(staff.phone) for staff in known if staff.revoked}
    for line in lines:
        for phone in {line.phone, line.stand_in_phone} & off:
            reason = f"{masked(phone)} was taken off the list: `bangfu staff restore` brings somebody back"
            yield Problem(path, line.number, reason)


def explain_plan(found: StaffPlan, areas: Areas) -> Iterator[str]:
    """The difference in sentences, for operators."""
    for line in found.people:
        yield f"new: {line.name} ({masked(line.phone)})"
    for staff, name in found.renamed:
        yield f"name: {staff.name} becomes {name} ({masked(staff.phone)})"
    for line in found.begun:
        yield f"begins: {_post(areas, line.role, line.area_code, line.department)} {line.name or 'vacant'}"
    for post in found.ended:
        holder = "vacant" if post.holder is None else post.holder.name
        yield f"ends: {_post(areas, post.role, post.area_code, post.department)} {holder}"
    for post, line in found.stand_ins:
        before = "nobody" if post.stand_in is None else post.stand_in.name
        after = masked(line.stand_in_phone) if line.stand_in_phone else "nobody"
        where = _post(areas, post.role, post.area_code, post.department)
        yield f"stand-in: {where} {line.name or 'vacant'}: {before} becomes {after}"


def explain_unlisted(found: StaffPlan, areas: Areas) -> Iterator[str]:
    """The posts that stay although no line is about them."""
    for post in found.unlisted:
        holder = "vacant" if post.holder is None else post.holder.name
        yield (
            f"no longer listed, kept: {_post(areas, post.role, post.area_code, post.department)} {holder}"
            " (--end-unlisted ends it)"
        )


def _post(areas: Areas, role: Role, area_code: str, department: str | None) -> str:
    return " ".join(part for part in (areas.path(area_code), department, role.value) if part)
