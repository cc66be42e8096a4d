"""The demo county: real towns and villages of 平度, invented people."""

from bot.demo.cast import sandbox_cast
from bot.demo.load import demo_is_loaded, load_demo

__all__ = ["demo_is_loaded", "load_demo", "sandbox_cast"]
