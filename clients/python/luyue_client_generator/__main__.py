"""Writes the generated part of the client anew: `make client`, or `python -m luyue_client_generator UV`."""

import sys

from luyue_client_generator.document import reduced, served_document
from luyue_client_generator.package import PACKAGE, written

if __name__ == "__main__":
    files = written(reduced(served_document()), uv=sys.argv[1])
    for stale in {*PACKAGE.glob("operations/*.py")} - files.keys():
        stale.unlink()
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
