"""The clock of a world: the real one, or held at a moment for as long as somebody arranges a past."""

from sandbox.shapes import Clock


class HeldClock:
    """Gives Unix seconds, like what it stands before. Held, it stands still; a restart lets it go."""

    def __init__(self, running: Clock) -> None:
        self._running = running
        self._held: float | None = None

    def __call__(self) -> float:
        """The present, or the moment at which it is held."""
        return self._running() if self._held is None else self._held

    def hold(self, at: float) -> None:
        """Stand still at this moment, before or after the present."""
        self._held = at

    def release(self) -> None:
        """Run again."""
        self._held = None
