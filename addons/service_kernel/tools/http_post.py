"""One HTTP request of a message: bounded in time and size, following nothing, telling no secrets."""

import time

import requests

from .undelivered import Undelivered

MAX_ANSWER = 64 * 1024  # bytes
_CHUNK = 4096


def post(url, body, headers, timeout, as_form=False):
    """Send ``body`` and return the text of the answer.

    :param body: a plain tree; sent as JSON, or like a web form
    :param timeout: seconds until the connection stands, and until the whole answer is here
    :raise Undelivered: ``http_…``, never with the text of an exception, for it would show the address
    """
    headers = {"Accept-Encoding": "identity", **headers}
    content = {"data": body} if as_form else {"json": body}
    end = time.monotonic() + timeout
    try:
        with requests.Session() as session:
            answer = session.post(
                url, headers=headers, timeout=timeout, allow_redirects=False, stream=True, **content
            )
            with answer:
                return _read(answer, end, timeout)
    except requests.exceptions.ConnectTimeout:
        raise Undelivered("http_no_connection", retry=True) from None
    except requests.exceptions.Timeout:
        raise Undelivered("http_no_answer", retry=True, seconds=timeout) from None
    except requests.exceptions.SSLError:
        raise Undelivered("http_certificate", retry=True) from None
    except requests.exceptions.ConnectionError as error:
        if "Read timed out" in str(error):  # while the answer was being read
            raise Undelivered("http_no_answer", retry=True, seconds=timeout) from None
        raise Undelivered("http_no_connection", retry=True) from None
    except requests.exceptions.RequestException:
        raise Undelivered("http_broken", retry=True) from None


def _read(answer, end, timeout):
    if 300 <= answer.status_code < 400:
        raise Undelivered("http_redirect", status=answer.status_code)
    content = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        content += chunk
        if len(content) > MAX_ANSWER:
            raise Undelivered("http_too_large", retry=True, limit=MAX_ANSWER // 1024)
        if time.monotonic() > end:
            raise Undelivered("http_no_answer", retry=True, seconds=timeout)
    if not 200 <= answer.status_code < 300:
        raise Undelivered("http_status", retry=True, status=answer.status_code)
    return content.decode(errors="replace")
