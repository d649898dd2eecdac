from pathlib import Path

from tests.kg.linking_cases import figures, run_cases


def test_accepted_links_are_right(tmp_path: Path) -> None:
    """The cases that nobody looked at while the rules were written; figures in docs/linking.md."""
    found = figures(run_cases("reporting", tmp_path))
    assert found["cases"] >= 150
    assert found["accuracy of accepted"] >= 0.98, found
    assert found["share of items found"] >= 0.6, found
    assert found["none though there is one"] <= 3, found
