"""Bodies of strangers, sent to a running studio byte by byte."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import API_KEY, StudioProcess
from tests.hostile_client import connect, one_answer, pour
from tests.processes import peak_bytes

MEBIBYTE = bytes(1024 * 1024)
KEY = f"x-api-key: {API_KEY}\r\n".encode()


def head(path: str, *lines: bytes) -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: studio\r\n".encode() + b"".join(lines) + b"\r\n"


def peak_megabytes(studio: StudioProcess) -> int:
    return peak_bytes(studio.pid) // 2**20


@pytest.mark.parametrize("key", [b"", b"x-api-key: wrong\r\n"])
@pytest.mark.parametrize("path", ["/open/product", "/v1/product", "/v2/product", "/open/v2/product", "/v2/endpoint"])
def test_without_the_key_no_body_is_waited_for(studio: StudioProcess, key: bytes, path: str) -> None:
    connection = connect(studio.url, head(path, key, b"Content-Length: 1073741824\r\n"))
    status, answer = one_answer(connection)
    assert status == 401
    assert b'"code":10105' in answer


@pytest.mark.parametrize("key", [b"", KEY], ids=["without key", "with key"])
@pytest.mark.parametrize(
    ("length", "begin", "part", "end"),
    [
        (b"Content-Length: 1073741824\r\n", b"", MEBIBYTE, b""),
        (b"Transfer-Encoding: chunked\r\n", b"", b"100000\r\n" + MEBIBYTE + b"\r\n", b"0\r\n\r\n"),
        (b"Content-Length: 83886080\r\nContent-Type: application/json\r\n", b"[", b"[]," * 349_525 + b"1", b"]"),
    ],
    ids=["announced", "chunked", "JSON"],
)
@pytest.mark.parametrize("path", ["/open/product", "/v2/create_video_from_product", "/console/order"])
def test_a_huge_body_takes_no_memory(
    studio: StudioProcess, key: bytes, length: bytes, begin: bytes, part: bytes, end: bytes, path: str
) -> None:
    before = peak_megabytes(studio)
    connection = connect(studio.url, head(path, key, length) + begin)
    sent = pour(connection, part, 80)
    if sent == 80:
        pour(connection, end, 1)
        assert one_answer(connection)[0] in {400, 401, 403, 413}
    assert peak_megabytes(studio) - before < 60
    assert httpx.get(f"{studio.url}/healthz").status_code == 200


def test_a_body_beyond_the_limit_is_a_refusal_of_the_contract(studio: StudioProcess) -> None:
    long = {"url": "https://shop.example/" + "a" * 1_100_000}
    with studio.client() as client:
        for answer in (
            client.post("/open/product", json=long),
            client.post("/open/product", content=(part for part in [MEBIBYTE, b"x"])),
        ):
            assert (answer.status_code, answer.json()["code"]) == (413, 40000)


@pytest.mark.parametrize("key", [b"", KEY], ids=["without key", "with key"])
@pytest.mark.parametrize(
    ("length", "part", "end"),
    [
        (b"Content-Length: 25165824\r\n", MEBIBYTE, b""),
        (b"Transfer-Encoding: chunked\r\n", b"100000\r\n" + MEBIBYTE + b"\r\n", b"0\r\n\r\n"),
    ],
    ids=["announced", "chunked"],
)
@pytest.mark.parametrize("path", ["/open/product", "/v2/create_video_from_product", "/uploads/asset/a.png"])
def test_whoever_sends_all_before_reading_still_gets_the_refusal_and_can_ask_again(
    studio: StudioProcess, key: bytes, length: bytes, part: bytes, end: bytes, path: str
) -> None:
    connection = connect(studio.url, head(path, key, length))
    assert pour(connection, part, 24) == 24
    connection.sendall(end)
    assert one_answer(connection)[0] in {401, 403, 404, 405, 413}
    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: studio\r\n\r\n")
    assert one_answer(connection)[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        b'{"url": "\\ud800"}',
        b'{"url": "https://shop.example/\\udfff"}',
        b'{"product_id": 99999999999999999999999, "title": "x"}',
        b'{"product_id": "99999999999999999999999", "name": "\\ud83d"}',
        b'{"name": "\\ud800", "media": []}',
        b'{"url": 1e999}',
        b'{"product_id": -1e400}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe",
        b"9" * 100_000,
    ],
    ids=range(11),
)
@pytest.mark.parametrize(
    "path", ["/open/product", "/v2/product", "/v2/create_video_from_product", "/open/project/render"]
)
def test_what_no_database_holds_is_a_parameter_error(studio: StudioProcess, body: bytes, path: str) -> None:
    with studio.client() as client:
        for method in ("POST", "PUT"):
            answer = client.request(method, path, content=body, headers={"Content-Type": "application/json"})
            assert answer.status_code < 500, answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/v2/product_video/99999999999999999999999999",
        "/open/prj_info?project_id=%ED%A0%80",
        "/console/products/99999999999999999999999999",
        "/v1/product/99999999999999999999999999",
        "/media/99999999999999999999999999/1.png",
        "/media/%ED%A0%80",
        "/v2/avatars?page=99999999999999999999999999&page_size=5",
        "/deliveries?page=99999999999999999999999999",
    ],
)
def test_ids_beyond_64_bits_are_no_fault_of_studio_s(studio: StudioProcess, path: str) -> None:
    for client in (studio.client(), studio.viewer()):
        assert client.get(path).status_code < 500
