"""The guarded fetcher against a real server that does what strangers do."""

import asyncio
import gzip
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from bounds.addresses import is_public
from studio.fetch import FetchCode, FetchError, GuardedFetcher
from studio.fetch.address import permitted_addresses
from tests.certificates import certificate_for
from tests.studio.raw_server import RawServer, StartRawServer

MEGABYTE = 1_000_000


async def fetch(url: str, *, max_bytes: int = MEGABYTE, seconds: float = 5.0, **options: Any) -> Any:
    options.setdefault("allow_private", True)
    async with GuardedFetcher(**options) as fetcher:
        return await fetcher.fetch(url, max_bytes=max_bytes, timeout=seconds)


async def failure(url: str, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetch(url, **options)
    return caught.value


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.0.8", False),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("239.255.255.250", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("::", False),
        ("::1", False),
        ("::7f00:1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:7f00:1::", False),
        ("2002:a9fe:a9fe::1", False),
        ("2001::1", False),
        ("2001:db8::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("fe80::1%eth0", False),
        ("no address", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://localhost/",
    ],
)
async def test_private_hosts_are_refused_in_every_spelling(url: str) -> None:
    assert (await failure(url, allow_private=False)).code == FetchCode.ADDRESS_REFUSED


@pytest.mark.parametrize(
    "url",
    ["", "shop.example/p", "ftp://shop.example/p", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://[",
     "http://user:secret@shop.example/", "http://shop.example:99999/", "data:text/html,x", "http://a\x00b/"],
)  # fmt: skip
async def test_other_schemes_and_credentials_are_refused_before_anything_is_resolved(url: str) -> None:
    async def no_resolver(host: str, _port: int) -> list[str]:
        raise AssertionError(f"resolved {host}")

    error = await failure(url, resolver=no_resolver)
    assert error.code == FetchCode.ADDRESS_REFUSED
    assert "secret" not in error.reason


async def test_a_page_comes_with_its_final_address_body_and_type(raw_server: RawServer) -> None:
    raw_server.put("/p/1", b"<h1>Lamp</h1>", Content_Type="text/html; charset=utf-8")
    fetched = await fetch(raw_server.redirect("/old", "/p/1"))
    assert (fetched.url, fetched.body) == (raw_server.url("/p/1"), b"<h1>Lamp</h1>")
    assert fetched.content_type == "text/html; charset=utf-8"


async def test_the_request_names_itself_and_its_host(raw_server: RawServer) -> None:
    raw_server.put("/", b"x")
    async with GuardedFetcher(allow_private=True, resolver=_always("127.0.0.1")) as fetcher:
        await fetcher.fetch(raw_server.url("/", host="shop.example"), max_bytes=10, timeout=5)
    assert f"Host: shop.example:{raw_server.port}\r\n" in raw_server.heads[0]
    assert "url2video" in raw_server.heads[0]


async def test_an_allowed_host_is_exempt_and_only_with_its_port(raw_server: RawServer) -> None:
    url = raw_server.put("/", b"ours")
    allowed = frozenset({f"127.0.0.1:{raw_server.port}"})
    assert (await fetch(url, allow_private=False, allow_hosts=allowed)).body == b"ours"
    other = frozenset({f"127.0.0.1:{raw_server.port + 1}"})
    assert (await failure(url, allow_private=False, allow_hosts=other)).code == FetchCode.ADDRESS_REFUSED


async def test_a_redirect_into_the_private_network_is_refused(
    raw_server: RawServer, start_raw_server: StartRawServer
) -> None:
    async with start_raw_server() as inside:
        inside.put("/secret", b"metadata")
        url = raw_server.redirect("/", inside.url("/secret"))
        allowed = frozenset({f"127.0.0.1:{raw_server.port}"})
        assert (await failure(url, allow_private=False, allow_hosts=allowed)).code == FetchCode.ADDRESS_REFUSED
        assert inside.heads == []


async def test_a_redirect_to_another_scheme_or_to_credentials_is_refused(raw_server: RawServer) -> None:
    for location in ("file:///etc/passwd", "http://me:pw@127.0.0.1/", "http://[broken"):
        assert (await failure(raw_server.redirect("/", location))).code == FetchCode.ADDRESS_REFUSED


async def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(raw_server: RawServer) -> None:
    """DNS rebinding: a second look at the name would find another address; nobody looks a second time."""
    raw_server.put("/", b"checked")
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])

    async def rebinding(_host: str, _port: int) -> list[str]:
        return next(answers)

    assert (await fetch(raw_server.url("/", host="rebind.example"), resolver=rebinding)).body == b"checked"
    assert next(answers) == ["169.254.169.254"]


async def test_of_a_name_with_mixed_addresses_only_the_public_ones_are_left() -> None:
    resolver = _always("127.0.0.1", "8.8.8.8", "::ffff:10.0.0.1")
    assert await permitted_addresses("mixed.example", 80, resolver, exempt=False) == ["8.8.8.8"]


async def test_a_dead_first_address_gives_way_to_the_next(raw_server: RawServer) -> None:
    raw_server.put("/", b"second")
    url = raw_server.url("/", host="two.example")
    assert (await fetch(url, resolver=_always("127.0.0.2", "127.0.0.1"))).body == b"second"


async def test_an_unknown_host_is_unreachable() -> None:
    async def unknown(_host: str, _port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    error = await failure("http://nowhere.example/", resolver=unknown)
    assert (error.code, error.reason) == (FetchCode.PAGE_UNREACHABLE, "The host nowhere.example cannot be found.")


async def test_redirects_end_somewhere(raw_server: RawServer) -> None:
    url = raw_server.redirect("/loop", "/loop")
    assert (await failure(url, max_redirects=3)).code == FetchCode.PAGE_UNREACHABLE
    assert len(raw_server.heads) == 4


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        ("404 Not Found", b"", FetchCode.PAGE_NOT_FOUND),
        ("410 Gone", b"", FetchCode.PAGE_NOT_FOUND),
        ("401 Unauthorized", b"", FetchCode.PAGE_BLOCKED),
        ("403 Forbidden", b"", FetchCode.PAGE_BLOCKED),
        ("429 Too Many Requests", b"", FetchCode.PAGE_BLOCKED),
        ("503 Service Unavailable", b"<title>Just a moment...</title>", FetchCode.PAGE_BLOCKED),
        ("503 Service Unavailable", b"<title>Maintenance</title>", FetchCode.PAGE_UNREACHABLE),
        ("500 Oops", b"", FetchCode.PAGE_UNREACHABLE),
        ("304 Not Modified", b"", FetchCode.PAGE_UNREACHABLE),
    ],
)
async def test_each_status_has_its_code(raw_server: RawServer, status: str, body: bytes, code: FetchCode) -> None:
    error = await failure(raw_server.put("/", body, status=status))
    assert (error.code, error.status) == (code, int(status[:3]))


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"lamp" * 1000)),
        ("deflate", zlib.compress(b"lamp" * 1000)),
        ("deflate", zlib.compress(b"lamp" * 1000)[2:-4]),
        ("identity", b"lamp" * 1000),
    ],
    ids=["gzip", "zlib", "raw deflate", "identity"],
)
async def test_compressed_bodies_are_read(raw_server: RawServer, encoding: str, packed: bytes) -> None:
    url = raw_server.put("/", packed, Content_Encoding=encoding)
    assert (await fetch(url, max_bytes=4000)).body == b"lamp" * 1000
    assert (await failure(url, max_bytes=3999)).code == FetchCode.TOO_LARGE


async def test_a_decompression_bomb_is_cut_off_at_the_limit(raw_server: RawServer) -> None:
    bomb = zlib.compress(bytes(60 * MEGABYTE))
    started = time.process_time()
    error = await failure(raw_server.put("/", bomb, Content_Encoding="deflate"), max_bytes=MEGABYTE)
    assert error.code == FetchCode.TOO_LARGE
    assert time.process_time() - started < 1


async def test_a_body_without_end_is_cut_off(raw_server: RawServer) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    raw_server.answers["/"] = endless
    assert (await failure(raw_server.url("/"))).code == FetchCode.TOO_LARGE


async def test_an_announced_size_above_the_limit_is_not_even_read(raw_server: RawServer) -> None:
    url = raw_server.put("/", b"short", Content_Length="99999999")
    assert (await failure(url, max_bytes=1000)).code == FetchCode.TOO_LARGE


async def test_a_server_that_drips_is_given_up_in_time(raw_server: RawServer) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    raw_server.answers["/"] = drip
    # No read of it lasts: only the whole does.
    assert (await failure(raw_server.url("/"), seconds=0.3)).code == FetchCode.TIMEOUT


async def test_a_connection_that_drops_gives_no_half_page(raw_server: RawServer) -> None:
    url = raw_server.put("/short", b"half", Content_Length="8")
    assert (await failure(url)).code == FetchCode.PAGE_UNREACHABLE
    packed = gzip.compress(bytes(range(256)) * 40)
    url = raw_server.put("/gzip", packed[: len(packed) // 2], Content_Encoding="gzip")
    assert (await failure(url)).code == FetchCode.PAGE_UNREACHABLE
    url = raw_server.put("/garbage", b"no gzip at all", Content_Encoding="gzip")
    assert (await failure(url)).code == FetchCode.PAGE_UNREACHABLE
    raw_server.answers["/drop"] = b""
    assert (await failure(raw_server.url("/drop"))).code == FetchCode.PAGE_UNREACHABLE


async def test_tls_proves_the_name_and_not_the_address(start_raw_server: StartRawServer, tmp_path: Path) -> None:
    server_tls, trusted = certificate_for("shop.example", tmp_path)
    async with start_raw_server(server_tls) as server:
        server.put("/", b"safe")
        options: dict[str, Any] = {"ssl_context": trusted, "resolver": _always("127.0.0.1")}
        assert (await fetch(server.url("/", host="shop.example", scheme="https"), **options)).body == b"safe"
        error = await failure(server.url("/", host="evil.example", scheme="https"), **options)
    assert (error.code, error.reason) == (FetchCode.PAGE_UNREACHABLE, "The server's TLS certificate is not valid.")


async def test_cookies_of_one_shop_never_reach_another(raw_server: RawServer) -> None:
    raw_server.put("/set", b"x", Set_Cookie="session=1")
    raw_server.put("/get", b"x")
    async with GuardedFetcher(allow_private=True, resolver=_always("127.0.0.1")) as fetcher:
        await fetcher.fetch(raw_server.url("/set", host="one.example"), max_bytes=10, timeout=5)
        await fetcher.fetch(raw_server.url("/get", host="two.example"), max_bytes=10, timeout=5)
    assert "cookie" not in raw_server.heads[1].lower()


def _always(*addresses: str) -> Any:
    async def resolver(_host: str, _port: int) -> list[str]:
        return list(addresses)

    return resolver


async def test_a_post_reaches_only_what_a_page_could_be_fetched_from(raw_server: RawServer) -> None:
    url = raw_server.put("/hook", status="202 Accepted")
    inside = raw_server.url("/hook", host="receiver.example")
    headers = {"Content-Type": "application/json", "X-Webhook-Event": "e"}
    async with GuardedFetcher(resolver=_always("127.0.0.1")) as guarded:
        with pytest.raises(FetchError) as refused:
            await guarded.post(inside, b"{}", headers, timeout=5)
        assert refused.value.code == FetchCode.ADDRESS_REFUSED
    assert raw_server.heads == []
    async with GuardedFetcher(allow_loopback=True) as own:
        assert await own.post(url, b"{}", headers, timeout=5) == 202
    assert raw_server.heads[0].startswith("POST /hook HTTP/1.1\r\n")
    assert "Content-Length: 2\r\n" in raw_server.heads[0]
    async with GuardedFetcher(allow_loopback=True, resolver=_always("10.0.0.1")) as own:
        with pytest.raises(FetchError):
            await own.post(inside, b"{}", headers, timeout=5)


async def test_a_post_follows_no_redirect_and_ends_in_time(raw_server: RawServer) -> None:
    given_up = asyncio.Event()

    async def silent(_: asyncio.StreamWriter) -> None:
        await given_up.wait()

    raw_server.answers["/silent"] = silent
    async with GuardedFetcher(allow_private=True) as fetcher:
        assert await fetcher.post(raw_server.redirect("/moved", "/hook"), b"{}", {}, timeout=5) == 302
        with pytest.raises(FetchError) as late:
            await fetcher.post(raw_server.url("/silent"), b"{}", {}, timeout=1)
    given_up.set()
    assert late.value.code == FetchCode.TIMEOUT
    assert len(raw_server.heads) == 2
