"""Finding listed names in docs: one matcher over thousands of names, built once for a lexicon."""

from collections.abc import Iterable, Iterator

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from kg.annotate import load_pipeline

_SHORTEST_SHOUTED = 4
"""Names shorter than this are not looked for in capitals: "US" and "Us" differ."""


class NameFinder:
    """Finds names as written, and longer ones also in capitals, as datelines and headlines have them."""

    def __init__(self, keys_by_name: Iterable[tuple[str, str]]) -> None:
        pipeline = load_pipeline()
        self._matcher = PhraseMatcher(pipeline.vocab)
        for name, key in keys_by_name:
            patterns = {name, name.upper()} if len(name) >= _SHORTEST_SHOUTED else {name}
            if name.isupper() and len(name) >= _SHORTEST_SHOUTED:  # British papers write "Nato"
                patterns.add(name.capitalize())
            self._matcher.add(key, [pipeline.make_doc(pattern) for pattern in sorted(patterns)])

    def find(self, doc: Doc) -> Iterator[tuple[str, int, int]]:
        """Key, first token and end of each name, overlaps included."""
        for match, start, end in self._matcher(doc):
            yield doc.vocab.strings[match], start, end
