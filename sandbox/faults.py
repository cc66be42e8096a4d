"""Failures on purpose: which call meets which one, drawn from a seeded series."""

import random
from dataclasses import asdict, dataclass
from enum import StrEnum

from sandbox.counters import Counters
from sandbox.errors import ControlError
from sandbox.shapes import Json

_FIELDS = {"method", "fault", "chance", "times", "retry_after", "seconds"}


class FaultKind(StrEnum):
    """What can go wrong between a bot and Telegram."""

    FLOOD = "429"
    SERVER_ERROR = "500"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    HANG = "hang"
    LATENCY = "latency"
    REDELIVER = "redeliver"


@dataclass
class Fault:
    """A failure for calls of `method` (`*`: all): by `chance`, at most `times` times if given."""

    id: int
    fault: FaultKind
    method: str = "*"
    chance: float = 1.0
    times: int | None = None
    retry_after: int = 1
    seconds: float = 0.5

    def fits(self, method: str) -> bool:
        """Whether this fault concerns the method and is not used up."""
        return self.times != 0 and self.method.lower() in ("*", method.lower())


@dataclass(frozen=True)
class Drawn:
    """What one call meets: seconds to wait first, and at most one failure."""

    latency: float = 0.0
    failure: Fault | None = None

    @property
    def kind(self) -> FaultKind | None:
        """The failure's kind, if there is one."""
        return self.failure.fault if self.failure else None


class Faults:
    """The faults in force."""

    def __init__(self, counters: Counters, rng: random.Random) -> None:
        self._counters = counters
        self._rng = rng
        self._active: list[Fault] = []

    def add(self, wanted: Json) -> Fault:
        """Put a fault in force; ControlError 400 with the reason if it makes no sense."""
        if not wanted.keys() <= _FIELDS or wanted.get("fault") not in list(FaultKind):
            raise ControlError(
                400, f"A fault has {sorted(_FIELDS)}, its kind is one of {list(map(str, FaultKind))}."
            )
        kind = FaultKind(wanted["fault"])
        fault = Fault(**{**wanted, "id": self._counters.next("fault"), "fault": kind})
        self._active.append(fault)
        return fault

    def clear(self) -> None:
        """No faults any more."""
        self._active.clear()

    def seed(self, seed: int) -> None:
        """Start the series of chances anew."""
        self._rng.seed(seed)

    def listed(self) -> list[Json]:
        """The faults in force, as JSON."""
        return [asdict(fault) for fault in self._active]

    def draw(self, method: str) -> Drawn:
        """What a call of `method` meets."""
        fitting = [
            fault for fault in self._active if fault.fits(method) and fault.fault != FaultKind.REDELIVER
        ]
        latency, failure = 0.0, None
        for fault in fitting:
            if (failure and fault.fault != FaultKind.LATENCY) or not self._strikes(fault):
                continue
            if fault.fault == FaultKind.LATENCY:
                latency += fault.seconds
            else:
                failure = fault
        return Drawn(latency, failure)

    def redelivers(self, method: str) -> bool:
        """Whether what was just confirmed is delivered once more (`getUpdates` or `webhook`)."""
        fitting = [
            fault for fault in self._active if fault.fits(method) and fault.fault == FaultKind.REDELIVER
        ]
        return any(self._strikes(fault) for fault in fitting)

    def _strikes(self, fault: Fault) -> bool:
        if fault.chance < 1 and self._rng.random() >= fault.chance:
            return False
        if fault.times is not None:
            fault.times -= 1
        return True
