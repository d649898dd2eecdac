"""The mention: tokens of a doc that name something."""

from dataclasses import dataclass

APOSTROPHE_S = {"'s", "’s"}
POSSESSIVES = {*APOSTROPHE_S, "'", "’"}
"""What makes the name before it an owner's, that of a plural too: "the Philippines' envoy"."""


@dataclass(frozen=True)
class Mention:
    """Tokens `start` to `end` of the doc that name something."""

    start: int
    end: int

    def __contains__(self, i: int) -> bool:
        return self.start <= i < self.end
