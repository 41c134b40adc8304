from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from requests.adapters import HTTPAdapter

from mingyue import api

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=7b1f0c2e-5d3a-4e8e-9c11-aabbccddeeff"
DING = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef0123456789abcdef"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/11112222-3333-4444-5555-666677778888"
SECRET = "SEC0a1b2c3d4e5f60718293a4b5c6d7e8f9"
TEXT = "【明约】快到期：现场巡检，2026-12-01（还有 3 天）"
Net = Callable[..., list[requests.PreparedRequest]]


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Net:
    """Stands in for the network: keeps what was sent, answers as told."""

    def answers(body: object = None, *, status: int = 200, broken: bool = False) -> list[requests.PreparedRequest]:
        sent: list[requests.PreparedRequest] = []

        def send(self: HTTPAdapter, request: requests.PreparedRequest, **more: Any) -> requests.Response:
            sent.append(request)
            if broken:
                raise requests.ConnectionError(f"no way to {request.url}")
            answer = requests.Response()
            answer.status_code, answer.request, answer.url = status, request, request.url
            answer._content = body if isinstance(body, bytes) else json.dumps(body).encode()
            return answer

        monkeypatch.setattr(HTTPAdapter, "send", send)
        return sent

    return answers


class _ChatProgram(BaseHTTPRequestHandler):
    """Answers as the chat programs do; keeps what came."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((self.path, self.headers["Content-Type"], json.loads(body)))
        answer = b'{"errcode": 0, "code": 0}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str, Any]]]:
    """A server on this machine, to which requests for the three hosts go; gives path, type and body of what came."""
    real = HTTPAdapter.send
    with ThreadingHTTPServer(("127.0.0.1", 0), _ChatProgram) as server:
        server.came = []
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

        def send(self: HTTPAdapter, request: requests.PreparedRequest, **more: Any) -> requests.Response:
            parts = urlsplit(request.url)
            assert (parts.scheme, parts.hostname) in {
                ("https", urlsplit(each).hostname) for each in (WECOM, DING, FEISHU)
            }
            request.url = parts._replace(scheme="http", netloc=f"127.0.0.1:{server.server_port}").geturl()
            return real(self, request, **more)

        monkeypatch.setattr(HTTPAdapter, "send", send)
        yield server.came
        server.shutdown()


@pytest.mark.parametrize(("kind", "address"), [("wecom", WECOM), ("dingtalk", DING), ("feishu", FEISHU)])
def test_what_really_arrives(chat: list[tuple[str, str, Any]], kind: str, address: str) -> None:
    secret = SECRET if kind == "dingtalk" else ""
    assert api.tell_robot(api.robot(kind, address, secret=secret), TEXT) == ""
    ((path, media_type, body),) = chat
    parts, sent = urlsplit(address), urlsplit(path)
    assert sent.path.rstrip("/") == parts.path
    assert media_type.startswith("application/json")
    assert TEXT in {body.get("text", {}).get("content"), body.get("content", {}).get("text")}
    query = parse_qs(sent.query)
    if secret:
        moment = query["timestamp"][0]
        assert abs(int(moment) / 1000 - time.time()) < 60
        digest = hmac.new(SECRET.encode(), f"{moment}\n{SECRET}".encode(), hashlib.sha256).digest()
        assert query["sign"] == [base64.b64encode(digest).decode()]


def test_wecom_gets_a_text(net: Net) -> None:
    sent = net({"errcode": 0, "errmsg": "ok"})
    assert api.tell_robot(api.robot("wecom", WECOM), TEXT) == ""
    assert [request.url for request in sent] == [WECOM]
    assert json.loads(sent[0].body) == {"msgtype": "text", "text": {"content": TEXT}}


def test_dingtalk_gets_a_text(net: Net) -> None:
    sent = net({"errcode": 0, "errmsg": "ok"})
    assert api.tell_robot(api.robot("dingtalk", DING), TEXT) == ""
    assert [request.url for request in sent] == [DING]
    body = json.loads(sent[0].body)
    assert (body["msgtype"], body["text"]) == ("text", {"content": TEXT})


def test_dingtalk_with_a_secret_is_signed(net: Net) -> None:
    sent = net({"errcode": 0})
    assert api.tell_robot(api.robot("dingtalk", DING, secret=SECRET), TEXT) == ""
    query = parse_qs(urlsplit(sent[0].url).query)
    moment = query["timestamp"][0]
    digest = hmac.new(SECRET.encode(), f"{moment}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert query["sign"] == [base64.b64encode(digest).decode()]


def test_feishu_gets_a_text(net: Net) -> None:
    sent = net({"code": 0, "msg": "success"})
    assert api.tell_robot(api.robot("feishu", FEISHU), TEXT) == ""
    assert [request.url.rstrip("/") for request in sent] == [FEISHU]
    assert json.loads(sent[0].body) == {"msg_type": "text", "content": {"text": TEXT}}


@pytest.mark.parametrize(
    ("kind", "address", "body", "said"),
    [
        ("wecom", WECOM, {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1]"}, "93000 invalid webhook url）"),
        ("dingtalk", DING, {"errcode": 310000, "errmsg": "keywords not in content"}, "310000 关键词"),
        ("feishu", FEISHU, {"code": 19024, "msg": "Key Words Not Found"}, "19024 Key Words Not Found"),
        ("feishu", FEISHU, b"<html>proxy</html>", "读不懂"),
        ("wecom", WECOM, b"[]", "读不懂"),
    ],
    ids=["wecom", "dingtalk", "feishu", "proxy", "shape"],
)
def test_an_answer_of_200_that_refuses_is_a_failure(net: Net, kind: str, address: str, body: object, said: str) -> None:
    net(body)
    assert said in api.tell_robot(api.robot(kind, address), TEXT)


def test_other_answers_and_silence_are_failures(net: Net) -> None:
    robot = api.robot("wecom", WECOM)
    net({"errcode": 0}, status=502)
    assert api.tell_robot(robot, TEXT) == "企业微信群机器人回答 HTTP 502。"
    net(broken=True)
    assert "连接企业微信群机器人失败" in api.tell_robot(robot, TEXT)


def test_a_redirect_is_not_followed(net: Net) -> None:
    sent = net(b"", status=302)
    assert "302" in api.tell_robot(api.robot("wecom", WECOM), TEXT)
    assert len(sent) == 1


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize(("kind", "address"), [("wecom", WECOM), ("dingtalk", DING), ("feishu", FEISHU)])
def test_no_log_tells_the_address(
    net: Net, caplog: pytest.LogCaptureFixture, kind: str, address: str, broken: bool
) -> None:
    net({"errcode": 1, "errmsg": "no"}, broken=broken)
    robot = api.robot(kind, address, secret=SECRET if kind == "dingtalk" else "")
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "apprise"):
        fault = api.tell_robot(robot, TEXT)
        logging.getLogger("urllib3.connectionpool").debug("%s://host:443 POST %s", "https", urlsplit(address).path)
    assert fault
    told = caplog.text + fault + repr(robot)
    assert robot.token not in told
    assert SECRET not in told
    assert urlsplit(address).path not in told


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("wecom", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=7b1f0c2e5d3a"),
        ("wecom", "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=7b1f0c2e5d3a"),
        ("wecom", "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=7b1f0c2e5d3a"),
        ("wecom", "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=7b1f0c2e5d3a"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=../../x12345678"),
        ("wecom", DING),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token="),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/"),
        ("feishu", "https://open.feishu.cn/other/hook/11112222-3333"),
        ("feishu", "https://[open.feishu.cn"),
        ("feishu", ""),
    ],
    ids=range(11),
)
def test_other_addresses_are_refused_without_being_repeated(kind: str, address: str) -> None:
    with pytest.raises(api.RobotError) as error:
        api.robot(kind, address)
    assert "群机器人" in str(error.value)
    assert not any(word in str(error.value) for word in ("evil", "7b1f0c2e5d3a", "11112222", "x12345678"))


def test_a_secret_is_dingtalks_alone() -> None:
    with pytest.raises(api.RobotError):
        api.robot("wecom", WECOM, secret=SECRET)
    with pytest.raises(api.RobotError):
        api.robot("dingtalk", DING, secret="有 空格")


def test_the_hint_shows_four_characters() -> None:
    assert api.robot("wecom", WECOM).hint == "…eeff"
