"""Failures that go on for a while, told to the log in few words."""

import logging
import time

TOLD_EVERY = 60.0


class Trouble:
    """A series of failures: logged when it begins, once a minute while it lasts, and when it is over."""

    def __init__(self, log: logging.Logger, subject: str) -> None:
        self.tries = 0
        self._log = log
        self._subject = subject
        self._told_at = 0.0

    def add(self, error: BaseException, *, expected: bool) -> None:
        """One more failure in a row; one that nobody expects is logged with its traceback."""
        self.tries += 1
        if self.tries == 1 or time.monotonic() - self._told_at >= TOLD_EVERY:
            self._told_at = time.monotonic()
            what = f"{type(error).__name__}: {error}" if expected else type(error).__name__
            self._log.warning("%s: %s (try %d)", self._subject, what, self.tries, exc_info=None if expected else error)

    def over(self) -> None:
        """It works again."""
        if self.tries:
            self._log.info("%s: works again after %d tries", self._subject, self.tries)
        self.tries = 0
