"""Which addresses may be fetched: http(s), and no machine of ours or our network behind the name."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Sequence

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in an IPv6 one: its last 32 bits
_IPv4 = 0xFFFF_FFFF


def is_address(target: str) -> bool:
    """Whether somebody named an address rather than a file: https://www.jj.gov.cn/1.html, HTTP://…"""
    return target.lower().startswith(("http://", "https://"))


def is_public(number: str) -> bool:
    """Whether an IP address is one of the Internet: not of this machine (127.0.0.1, ::1), of a private network
    (10.…, 192.168.…, fc00::), of this link (169.254.…), shared, reserved or for many at once; nor one of those in
    the dress of IPv6 (::ffff:127.0.0.1, 64:ff9b::7f00:1, 2002:7f00:1::).
    """
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & _IPv4)
        if inner is not None:
            return is_public(str(inner))
        if found.teredo is not None or found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
    """The IP addresses of a host, within some seconds; ``OSError`` where there are none, ``TimeoutError`` in time."""
    # The system's own look-up takes as long as it likes, so it is asked from a thread that may be left behind.
    answers: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, answers), daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise TimeoutError(host) from None
    if isinstance(found, OSError):
        raise found
    return found


def _look_up(host: str, port: int, answers: queue.SimpleQueue[Sequence[str] | OSError]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
    except (OSError, UnicodeError) as error:
        answers.put(error if isinstance(error, OSError) else OSError(str(error)))
