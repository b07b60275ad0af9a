"""How results are printed: as wide as the terminal, wide enough for a pipe, and never guessing at markup in texts."""

from datetime import UTC, datetime, timedelta

from rich.console import Console

WIDTH_OF_A_PIPE = 160


def console() -> Console:
    """Standard output."""
    output = Console(highlight=False, markup=False, emoji=False)
    if not output.is_terminal:
        output.width = WIDTH_OF_A_PIPE
    return output


def moment(at: datetime) -> str:
    """A time in UTC, with milliseconds where it has any."""
    text = at.astimezone(UTC).isoformat(sep=" ", timespec="milliseconds")
    return text.removesuffix("+00:00").removesuffix(".000") + "Z"


def duration(length: timedelta) -> str:
    """`6 d 23 h`, `1 h 5 min`, `3 s`: the two greatest units."""
    seconds = round(abs(length).total_seconds())
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        number, seconds = divmod(seconds, size)
        if number or (unit == "s" and not parts):
            parts.append(f"{number} {unit}")
    return " ".join(parts[:2])
