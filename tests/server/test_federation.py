"""The query that docs/linking.md gives to users of Wikidata's endpoint, asked of the real server from another store."""

import re
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store

from kg.release.folder import Release
from tests.conftest import ROOT
from tests.server.running import serving

BORN = """
<http://www.wikidata.org/entity/Q12594422> <http://www.wikidata.org/prop/direct/P569>
  "1956-07-10T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
"""


def test_an_endpoint_of_wikidata_can_join_with_ours(examples: tuple[Path, Release], tmp_path: Path) -> None:
    [query] = re.findall(r"```sparql\n(.*?)```", (ROOT / "docs" / "linking.md").read_text("utf-8"), re.DOTALL)
    theirs = Store()
    theirs.load(BORN, RdfFormat.TURTLE)
    with serving(examples[0], tmp_path / "output") as (_, address):
        results = theirs.query(query.replace("https://backchannel.example", address))
        assert isinstance(results, QuerySolutions)
        found = {(row["name"].value, row["born"].value) for row in results}
    assert found == {("Ri Yong Ho", "1956-07-10T00:00:00Z")}
