"""Clients that HTTP libraries are too polite to be: silent, dripping, endless."""

import socket
from http.client import HTTPResponse
from time import monotonic
from urllib.parse import urlsplit


def connect(url: str, sent: bytes = b"") -> socket.socket:
    """A raw connection to a server, after so many bytes."""
    parts = urlsplit(url)
    connection = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=30)
    connection.sendall(sent)
    return connection


def one_answer(connection: socket.socket) -> tuple[int, bytes]:
    """Status and body of the next answer; the connection may stay open after it."""
    response = HTTPResponse(connection)
    response.begin()
    return response.status, response.read()


def answer_of(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection; b"" where it is cut at once."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)


def pour(connection: socket.socket, part: bytes, count: int) -> int:
    """Send a part so many times, or until nobody takes more of it; how often it was sent."""
    for sent in range(count):
        try:
            connection.sendall(part)
        except OSError:
            return sent
    return count


def drip(connection: socket.socket, part: bytes, pause: float, longest: float) -> float:
    """Send a part again and again with pauses until the server ends the connection; seconds that took."""
    began = monotonic()
    connection.settimeout(pause)
    while monotonic() - began < longest:
        try:
            connection.sendall(part)
            if connection.recv(1) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return monotonic() - began
