"""Connections through a SOCKS5 proxy."""

from __future__ import annotations

from aiohttp_socks import ProxyConnector

from bot.connecting.connectors import SureConnector


class SocksConnector(SureConnector, ProxyConnector):
    """What is sure of a direct connection is sure of this one too."""
