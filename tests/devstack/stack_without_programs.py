"""A whole stack whose worker and API are stand-ins: run as a program it stays in the foreground like `luyue dev`.

It keeps the tests of the stack apart from what runs on it.
"""

import sys

from luyue.devstack import stack
from luyue.devstack.console import Steps
from luyue.devstack.foreground import run_forever
from luyue.devstack.layout import Layout

STAND_IN = """
import http.server, os, sys, time
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/readyz" else 404)
        self.end_headers()
if sys.argv[1] == "api":
    address = (os.environ["LUYUE_API_HOST"], int(os.environ["LUYUE_API_PORT"]))
    http.server.ThreadingHTTPServer(address, Ready).serve_forever()
while sys.argv[1] == "worker":
    time.sleep(60)
"""


def use_stand_ins() -> None:
    stack._luyue = lambda command: [sys.executable, "-c", STAND_IN, command]


if __name__ == "__main__":
    use_stand_ins()
    sys.exit(run_forever(Layout.from_environment(), echo=Steps()))
