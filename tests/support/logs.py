"""What the program logs during a test: a warning nobody expected is a failure."""

import logging
import re


class LogGuard(logging.Handler):
    """Hold the warnings and errors of the program, and which of them the test expects."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self._records: list[logging.LogRecord] = []
        self._expected: list[re.Pattern[str]] = []

    def __call__(self, pattern: str) -> None:
        """Expect at least one warning or error whose message holds *pattern* (a regular expression)."""
        self._expected.append(re.compile(pattern))

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def complaints(self) -> list[str]:
        """Say what was logged unexpectedly, and what was expected in vain."""
        lines = {
            record: f"{record.levelname} {record.name}: {record.getMessage()}" for record in self._records
        }
        wild = [line for line in lines.values() if not any(wanted.search(line) for wanted in self._expected)]
        vain = [
            wanted for wanted in self._expected if not any(wanted.search(line) for line in lines.values())
        ]
        return [f"unexpected log record: {line}" for line in wild] + [
            f"expected log record is missing: {wanted.pattern}" for wanted in vain
        ]
