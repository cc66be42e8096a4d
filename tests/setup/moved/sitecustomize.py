"""Python begins with this under a moved clock: libfaketime 0.9.10 fails to sleep until a monotonic moment."""

from __future__ import annotations

import select
import time


def _sleep(seconds: float) -> None:
    select.select([], [], [], seconds)


time.sleep = _sleep
