"""The history of IRIs: which nobody has any more, and what replaced each."""

import json

from kg.identity.tables import Tables


def retire(tables: Tables) -> None:
    """Conclude from what moved which IRIs nobody has any more, and what replaced each."""
    used = "SELECT 1 FROM appearance WHERE iri = ?1 UNION SELECT 1 FROM report WHERE iri = ?1"
    for (iri,) in tables.rows("SELECT DISTINCT iri FROM moved"):
        now = [
            row[0] for row in tables.rows("SELECT now FROM moved WHERE iri = ? AND now IS NOT NULL ORDER BY now", iri)
        ]
        if tables.rows(used, iri):
            tables.connection.execute("DELETE FROM retired WHERE iri = ?", (iri,))
        else:
            tables.connection.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (iri, json.dumps(now)))
    tables.connection.execute("DELETE FROM moved")
    tables.connection.execute(
        "DELETE FROM retired WHERE iri IN (SELECT iri FROM appearance) OR iri IN (SELECT iri FROM report)"
    )


def retired(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Retired IRI to those that replaced it, none where it was withdrawn, through all that were retired since."""
    direct = {
        iri: tuple(json.loads(now)) for iri, now in tables.rows("SELECT iri, replacements FROM retired ORDER BY iri")
    }

    def ends(iri: str, seen: frozenset[str]) -> set[str]:
        if iri not in direct:
            return {iri}
        return {end for now in direct[iri] if now not in seen for end in ends(now, seen | {now})}

    return {iri: tuple(sorted(ends(iri, frozenset({iri})))) for iri in direct}
