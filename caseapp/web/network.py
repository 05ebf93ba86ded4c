"""The network that a request comes from: never the whole address, and never kept."""

from ipaddress import IPv6Address, ip_address

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

UNKNOWN = b""
"""A socket without an address, or what a proxy did not write as one: all of these are one network."""


def prefix_of(address: str | None) -> bytes:
    """The first 24 bits of an IPv4 address, the first 48 of an IPv6 one: what one house or one exit shares."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return UNKNOWN
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return found.packed[:6] if mapped is None else mapped.packed[:3]
    return found.packed[:3]


def here() -> bytes:
    """Of the present request."""
    return prefix_of(request.remote_addr)


def install(app: Flask, proxies: int) -> None:
    """Behind trusted proxies the last of them say who came; without any, what a request says of itself is not heard."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]
