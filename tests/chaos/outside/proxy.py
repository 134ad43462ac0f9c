"""`python -m tests.chaos.outside.proxy --to PORT`: a proxy in a process of its own whose requests go wrong as told.

It knows HTTP and nothing else. It prints its port, then reads one order a line (JSON) from standard
input and answers each with a line: `{"rules": […]}` replaces the rules, `{"processes": […]}` names the clients'
processes that rules may strike, `{"to": …}` is another port of a server, `{}` only asks. The answer holds how many
requests are still held, and how often each rule has done its work.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import struct
import sys
import time
from typing import IO, Any

from tests.chaos.outside.damage import damaged
from tests.chaos.outside.exchange import MAX_MESSAGE_BYTES, Answer, Request, read_request, send
from tests.chaos.outside.replica import Replica
from tests.chaos.outside.rules import ArmedRule, Fault, Rule, Strike

PIECES = 20
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: close(2) sends RST (socket(7))."""


class Proxy:
    """Passes requests on to a server on this machine, and does to some what its rules say."""

    def __init__(self, port: int, journal: IO[str]) -> None:
        self._port = port
        self._journal = journal
        self._rules: list[ArmedRule] = []
        self._replica = Replica([], self._read)
        self._processes: list[int] = []
        self._connections: set[asyncio.Task[None]] = set()
        self._held: set[asyncio.Task[None]] = set()

    def follow(self, order: dict[str, Any]) -> dict[str, Any]:
        """Take one order; the state of things."""
        if "rules" in order:
            self._rules = [ArmedRule(Rule.from_json(fields)) for fields in order["rules"]]
            lags = [armed.rule for armed in self._rules if armed.rule.fault is Fault.LAG]
            self._replica = Replica(lags, self._read)
        self._processes = order.get("processes", self._processes)
        self._port = order.get("to", self._port)
        return {"held": len(self._held), "fired": [armed.fired for armed in self._rules]}

    def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one connection with one request."""
        # Held here: until Python 3.12 nothing else keeps a task that reads from its connection (gh-91887).
        _keep(asyncio.create_task(self._serve(reader, writer)), self._connections)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            request = await read_request(reader, writer)
            rule = self._rule_for(request)
            self._note(request, str(rule))
            self._strike_at(rule, Strike.KILL, Strike.STOP)
            if rule.fault in {Fault.CUT_LATE, Fault.LATE, Fault.GATEWAY}:
                # The request lives on when its connection has ended.
                await _keep(asyncio.create_task(self._held_back(request, rule, writer)), self._held)
            else:
                await self._answered(request, rule, writer)
            self._strike_at(rule, Strike.KILL_LATER)
        writer.close()

    def _rule_for(self, request: Request) -> Rule:
        """The first rule that applies; each one that could counts the request. A lag only where it shows."""
        for armed in [each for each in self._rules if each.applies(request.method, request.target)]:
            if armed.rule.fault is not Fault.LAG or self._replica.shown(armed.rule, request):
                armed.fired += 1
                return armed.rule
        return Rule(Fault.NONE, "", "")

    async def _held_back(self, request: Request, rule: Rule, writer: asyncio.StreamWriter) -> None:
        if rule.fault is Fault.CUT_LATE:
            writer.close()
        await asyncio.sleep(rule.seconds)
        if rule.fault is Fault.GATEWAY:
            await _pass_on(writer, Answer.made(504))
            await asyncio.sleep(rule.after)
        answer = await self._forward(request)
        self._strike_at(rule, Strike.KILL_AFTER, Strike.STOP_AFTER)
        await _pass_on(writer, answer)

    async def _answered(self, request: Request, rule: Rule, writer: asyncio.StreamWriter) -> None:
        if rule.fault is Fault.DROP_BEFORE:
            return
        answer = self._unasked(request, rule)
        if answer is None:
            answer = damaged(await self._forward(request), rule)
            self._strike_at(rule, Strike.KILL_AFTER, Strike.STOP_AFTER)
        if rule.fault is Fault.TRICKLE:
            await _trickle(writer, answer, rule.seconds)
        elif rule.fault is not Fault.DROP_AFTER:
            await asyncio.sleep(rule.seconds if rule.fault is Fault.DELAY else 0)
            if rule.fault is Fault.RESET:
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            await _pass_on(writer, answer)

    def _unasked(self, request: Request, rule: Rule) -> Answer | None:
        """An answer for which the server is not asked."""
        if rule.fault is Fault.STATUS:
            return Answer.made(rule.status, rule.headers, rule.body)
        return self._replica.shown(rule, request) if rule.fault is Fault.LAG else None

    async def _forward(self, request: Request) -> Answer:
        if request.method == "GET":
            return await self._read(request)
        await self._replica.before_write(request)
        answer = await self._read(request)
        await self._replica.after_write(request, answer)
        self._note(request, "answered", answer.head.partition(b"\r\n")[0].decode("latin-1"))
        return answer

    async def _read(self, request: Request) -> Answer:
        return await send(self._port, request)

    def _strike_at(self, rule: Rule, *moments: Strike) -> None:
        """Strike if it is the moment for it."""
        if rule.strike not in moments or not self._processes:
            return
        process = self._processes[rule.victim % len(self._processes)]
        later = asyncio.get_running_loop().call_later
        if rule.strike is Strike.KILL_LATER:
            later(rule.pause, _signal, process, signal.SIGKILL)
        elif rule.strike in {Strike.STOP, Strike.STOP_AFTER}:
            _signal(process, signal.SIGSTOP)
            later(rule.pause, _signal, process, signal.SIGCONT)
        else:
            _signal(process, signal.SIGKILL)

    def _note(self, request: Request, what: str, status: str = "") -> None:
        """Write the journal."""
        line = {"at": round(time.time(), 3), "request": f"{request.method} {request.target}", "what": what}
        self._journal.write(json.dumps(line | ({"status": status} if status else {})) + "\n")
        self._journal.flush()


def _keep(task: asyncio.Task[None], among: set[asyncio.Task[None]]) -> asyncio.Task[None]:
    among.add(task)
    task.add_done_callback(among.discard)
    return task


def _signal(process: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)


async def _trickle(writer: asyncio.StreamWriter, answer: Answer, seconds: float) -> None:
    whole = answer.to_bytes()
    size = len(whole) // PIECES + 1
    for start in range(0, len(whole), size):
        writer.write(whole[start : start + size])
        await writer.drain()
        await asyncio.sleep(seconds / PIECES)


async def _pass_on(writer: asyncio.StreamWriter, answer: Answer) -> None:
    """Send it and end the connection; a client that has gone away does not matter."""
    if not writer.is_closing():
        with contextlib.suppress(OSError):
            writer.write(answer.to_bytes())
            await writer.drain()
    writer.close()


async def _run(port: int, journal: IO[str]) -> None:
    proxy = Proxy(port, journal)
    server = await asyncio.start_server(proxy.connected, "127.0.0.1", 0, limit=MAX_MESSAGE_BYTES)
    orders = asyncio.StreamReader(limit=MAX_MESSAGE_BYTES)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    _tell({"port": server.sockets[0].getsockname()[1]})
    while line := await orders.readline():
        _tell(proxy.follow(json.loads(line)))


def _tell(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - the answer


def main() -> None:
    """Serve until standard input ends."""
    options = argparse.ArgumentParser(prog="python -m tests.chaos.outside.proxy", description=__doc__)
    options.add_argument("--to", type=int, required=True, help="port of the server behind it")
    options.add_argument("--journal", required=True, help="file that takes a line for each request")
    chosen = options.parse_args()
    with open(chosen.journal, "a") as journal:  # noqa: PTH123 - one stream
        asyncio.run(_run(chosen.to, journal))


if __name__ == "__main__":
    main()
