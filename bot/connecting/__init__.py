"""The way to the Bot API: calls, requests, proxies, errors, exponential backoff."""
