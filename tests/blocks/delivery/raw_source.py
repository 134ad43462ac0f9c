"""A server that says what it is told to, byte by byte: for answers that no HTTP library would write."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def raw_source(answer: bytes, then_drip: bytes = b"", seconds: float = 0.2) -> Iterator[str]:
    """Serve `answer` to every connection, then one byte of `then_drip` every so many seconds for ever; its URL."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve(connection: socket.socket) -> None:
            with connection:
                try:
                    connection.recv(65536)
                    connection.sendall(answer)
                    while then_drip and not ended.wait(seconds):
                        connection.sendall(then_drip)
                except OSError:
                    return

        def accept() -> None:
            while not ended.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/v.mp4"
        finally:
            ended.set()
            listener.shutdown(socket.SHUT_RDWR)
