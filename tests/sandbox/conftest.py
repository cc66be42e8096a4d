"""Fixtures of the sandbox's own tests."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.rig import Rig, served


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with served() as running:
        yield running
