import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine import http_message
from service_kernel_engine.problem import Problem

NOW = 1577262236.757
SECRET = "SEC-this is secret"
BLANK = dict.fromkeys(http_message.PLACEHOLDERS, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1,}', Problem("json_syntax", line=1, column=9)),
        ('{"a":\n  "x\n"}', Problem("json_syntax", line=2, column=5)),
        ("", Problem("json_syntax", line=1, column=1)),
        ('{"a": NaN}', Problem("json_odd")),
        ("[" * 100_000, Problem("json_odd")),
        ('["{{text}}"]', Problem("body_no_object")),
        ('{"a": ["{{txt}}"]}', Problem("placeholder_unknown", name="txt")),
        ('{"a": "{{ }}"}', Problem("placeholder_unknown", name="")),
    ],
)
def test_templates_that_are_refused(text, problem):
    with pytest.raises(Problem) as refused:
        http_message.parse_template(text)
    assert refused.value == problem


def test_a_form_is_flat():
    assert http_message.parse_template('{"a": "{{text}}", "b": 1}', as_form=True)
    with pytest.raises(Problem) as refused:
        http_message.parse_template('{"a": {"b": 1}}', as_form=True)
    assert refused.value.code == "body_nested"


@given(st.text(), st.text())
def test_values_stay_values(subject, text):
    """Whatever a text contains, it is one value: it opens no bracket and is no placeholder itself."""
    tree = http_message.parse_template(
        '{"a": ["{{subject}}|{{ text }}|", {"b": "{{text}}"}], "c": 1, "d": "x"}'
    )
    filled = http_message.fill(tree, BLANK | {"subject": subject, "text": text})
    assert filled == {"a": [f"{subject}|{text}|", {"b": text.rstrip()}], "c": 1, "d": "x"}
    assert json.loads(json.dumps(filled)) == filled


def test_placeholders_in_values_are_not_replaced_again():
    filled = http_message.fill({"a": "{{text}}"}, BLANK | {"text": "{{phone}}", "phone": "1"})
    assert filled == {"a": "{{phone}}"}


@pytest.mark.parametrize(
    ("text", "headers"),
    [("", {}), (None, {}), (" ", {}), ('{"X-Token": "abc"}', {"X-Token": "abc"}), ("{}", {})],
)
def test_headers(text, headers):
    assert http_message.parse_headers(text) == headers


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('["x"]', "headers_no_object"),
        ('{"X": 1}', "header_bad"),
        ('{"X Y": "1"}', "header_bad"),
        ('{"X": "1\\r\\nHost: evil"}', "header_bad"),
        ('{"X": "中"}', "header_bad"),
        ("{", "json_syntax"),
    ],
)
def test_bad_headers(text, code):
    with pytest.raises(Problem) as refused:
        http_message.parse_headers(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "url_bad"),
        ("ftp://a.example/x", "url_bad"),
        ("file:///etc/passwd", "url_bad"),
        ("https://", "url_bad"),
        ("https://a.example/a b", "url_bad"),
        ("https://a.example\\@b.example/", "url_bad"),
        ("https://a.example:99999/", "url_bad"),
        ("https://[::1", "url_bad"),
        ("https://me:pw@a.example/", "url_password"),
        ("https://me@a.example/", "url_password"),
        ("http://169.254.169.254/latest", "url_link_local"),
        ("http://[fe80::1]/", "url_link_local"),
    ],
)
def test_addresses_that_are_refused(url, code):
    with pytest.raises(Problem) as refused:
        http_message.check_url(url)
    assert refused.value.code == code


def test_allowed_hosts():
    hosts = http_message.parse_hosts(" A.example , b.example,")
    assert http_message.check_url("https://a.example:8443/x?key=1", hosts) == "a.example"
    assert http_message.check_url("http://10.0.0.5/sms") == "10.0.0.5"
    with pytest.raises(Problem) as refused:
        http_message.check_url("https://c.example/", hosts)
    assert refused.value == Problem("url_host", host="c.example")


def test_the_host_shows_no_key():
    assert http_message.host_of("https://a.example/hook/abc?key=1") == "a.example"
    assert http_message.host_of(None) == http_message.host_of("https://[") == ""


def test_dingtalk_signs_the_address():
    """As its documentation says: HMAC-SHA256 of timestamp, newline and key with the key; in the query."""
    url = http_message.sign_url("https://oapi.example/robot/send?access_token=x", SECRET, NOW)
    query = parse_qs(urlsplit(url).query)
    assert query["access_token"] == ["x"]
    assert query["timestamp"] == ["1577262236757"]
    digest = hmac.new(SECRET.encode(), f"1577262236757\n{SECRET}".encode(), hashlib.sha256).digest()
    assert query["sign"] == [base64.b64encode(digest).decode()]
    assert "?timestamp=" in http_message.sign_url("https://a.example/x", SECRET, NOW)


def test_feishu_signs_the_body():
    """As its documentation says: HMAC-SHA256 of nothing with timestamp, newline and key as the key."""
    body = http_message.sign_body({"msg_type": "text"}, "demo", 1599360473)
    assert body["timestamp"] == "1599360473"
    digest = hmac.new(b"1599360473\ndemo", b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(digest).decode()
    assert body["msg_type"] == "text"


@pytest.mark.parametrize(
    ("answer", "path", "expected"),
    [
        ("anything", "", ""),
        ('{"errcode":0,"errmsg":"ok"}', "errcode", "0"),
        ('{"code": "0"}', "code", "0"),
        ('{"status": "OK"}', "status", "OK"),
        ('{"status": "OK"}', "status", '"OK"'),
        ('{"data": [{"ok": true}]}', "data.0.ok", "true"),
    ],
)
def test_answers_that_mean_success(answer, path, expected):
    http_message.check_answer(answer, path, expected)


@pytest.mark.parametrize(
    ("answer", "expected", "code"),
    [
        ('{"errcode": 93000}', "0", "answer_refused"),
        ('{"errcode": false}', "0", "answer_refused"),
        ('{"errcode": null}', "0", "answer_refused"),
        ('{"other": 0}', "0", "answer_no_verdict"),
        ("[0]", "0", "answer_no_verdict"),
        ("<html>", "0", "answer_no_json"),
        ("", "0", "answer_no_json"),
    ],
)
def test_answers_that_mean_failure(answer, expected, code):
    with pytest.raises(Problem) as refused:
        http_message.check_answer(answer, "errcode", expected)
    assert refused.value.code == code


def test_secrets_are_taken_out():
    url = "https://a.example/hook/abcdef123?key=se%2Fcret99&x=1"
    told = "no hook abcdef123 with se%2Fcret99 or se/cret99 and topsecret, but x=1"
    assert http_message.redact(told, url, ("topsecret", "", "x")) == "no hook … with … or … and …, but x=1"


@given(st.text(max_size=50), st.integers(20, 100))
def test_cut_fits(text, limit):
    short = http_message.cut(text, limit)
    assert len(short.encode()) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_cut_where_it_ends():
    assert http_message.cut("中" * 10, 30) == "中" * 10
    assert http_message.cut("中" * 11, 30) == "中" * 9 + "…"
    assert http_message.cut("x" * 99, 0) == "x" * 99


def test_delays_grow_and_stay():
    assert [http_message.delay(tries) for tries in range(1, 7)] == [1, 5, 30, 120, 120, 120]
