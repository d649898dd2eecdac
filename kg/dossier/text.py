"""A dossier as lines to read in a terminal."""

from collections.abc import Iterator

from kg.dossier import Dossier, Quote, Statement


def explain_lines(dossier: Dossier) -> Iterator[str]:
    """The dossier from the thing itself to its last claim."""
    kinds = ", ".join(kind.label for kind in dossier.kinds)
    yield f"{dossier.label} ({kinds})" if kinds else dossier.label
    yield f"  {dossier.iri}"
    yield from _lines(dossier.statements, dossier.quotes)
    for claim in dossier.claims:
        yield ""
        yield f"{claim.kind}  {claim.iri}"
        yield from _lines(claim.statements, claim.quotes)
    if dossier.total > len(dossier.claims):
        yield ""
        yield f"… and {dossier.total - len(dossier.claims):,} more facts; ask for them with `backchannel query`."


def _lines(statements: tuple[Statement, ...], quotes: tuple[Quote, ...]) -> Iterator[str]:
    for statement in statements:
        yield f"  {statement.property.label}: {statement.value.label}"
    for quote in quotes:
        source = ", ".join(part for part in (quote.publisher, quote.issued, quote.article.label) if part)
        yield f"  “{quote.text}”"
        yield f"    {source}" + (f" (confidence {quote.confidence})" if quote.confidence else "")
