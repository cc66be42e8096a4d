"""Which areas posts look after."""

from __future__ import annotations

from collections.abc import Iterable

from desk.domain.people.people import Post
from desk.domain.worklists.counts import Scope
from desk.ports.work import Work


def scope_under(work: Work, posts: Iterable[Post]) -> Scope:
    """Everything in the areas of these posts; that a post is a department's plays no part."""
    own = {post.area_code for post in posts}
    codes = [area.code for area in work.areas if own & {one.code for one in work.areas.line(area.code)}]
    return Scope(sorted(codes))
