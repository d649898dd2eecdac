"""The mention: tokens of a doc that name something."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """Tokens `start` to `end` of the doc that name something."""

    start: int
    end: int

    def __contains__(self, i: int) -> bool:
        return self.start <= i < self.end
