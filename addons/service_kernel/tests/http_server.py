"""A web server of the test's own, to which messages are really sent."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Received:
    """One request: ``path`` with its query, ``headers`` and ``body`` (bytes)."""

    def __init__(self, path, headers, body):
        self.path, self.headers, self.body = path, headers, body


class LocalServer:
    """Answers each request with ``status``, ``headers`` and ``body`` after ``wait`` seconds."""

    def __init__(self):
        self.received = []
        self.answer(200, b'{"errcode": 0, "code": 0, "errmsg": "ok"}')
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.received.append(Received(self.path, self.headers, body))
                time.sleep(outer.wait)
                try:
                    self.send_response(outer.status)
                    for name, value in outer.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(outer.body)))
                    self.end_headers()
                    for start in range(0, len(outer.body), 1024):
                        self.wfile.write(outer.body[start : start + 1024])
                        time.sleep(outer.drip)
                except (BrokenPipeError, ConnectionResetError):
                    return  # whoever asked went away

            do_GET = do_POST

            def log_message(self, *args):
                """Say nothing: the output belongs to the tests."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def answer(self, status=200, body=b"{}", headers=None, wait=0, drip=0):
        """Set what is answered from now on; ``drip`` waits between two kilobytes of the answer."""
        self.status, self.body, self.headers, self.wait, self.drip = status, body, headers or {}, wait, drip

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)
