"""Exits with 0 if the address answers with 200, for health checks: the image has neither curl nor wget.

A second argument is a text that the answer has to contain.
"""

import sys
import urllib.request

# No proxy: what is asked is in the same container.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    with opener.open(sys.argv[1], timeout=4) as response:
        answer = response.read().decode()
except OSError as error:
    sys.exit(str(error))
for text in sys.argv[2:]:
    if text not in answer:
        sys.exit(f"{text} is not in the answer")
