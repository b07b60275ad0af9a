"""The pages of the guide for integrators, and what in them is code."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs/guide"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(GUIDE.glob("*.md"))}
FIRST = "first-request.md"
RECEIVERS = {
    "py": GUIDE / "verify/receiver.py",
    "js": GUIDE / "verify/receiver.mjs",
    "go": GUIDE / "verify/receiver.go",
}
"""The verification of webhooks, by the language of its fenced block."""

_FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, *languages: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page in these languages, in order, each with its language."""
    return [(language, code) for language, code in _FENCED.findall(PAGES[page]) if language in languages]


def script(page: str) -> str:
    """A page as a shell script, to be run in the clone as its reader would; Python runs in the same shell."""
    return "".join(code if language == "sh" else _by_python(code) for language, code in blocks(page, "sh", "python"))


def _by_python(code: str) -> str:
    return f"PYTHONPATH=clients/python .venv/bin/python - <<'END_OF_PYTHON'\n{code}END_OF_PYTHON\n"
