import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from kg.query import ask
from server.app import create_app
from server.command import main
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_readme_names_every_command(name: str) -> None:
    assert f"`backchannel {name}" in README


def test_the_first_query_of_the_readme_has_answers(store: Store) -> None:
    [query] = re.findall(r"```sparql\n(.*?)```", README, re.DOTALL)
    results = ask(store, query)
    assert isinstance(results, QuerySolutions)
    assert next(results, None) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_every_page_of_the_site_is_reached_from_the_header_or_is_a_thing(tmp_path: Path) -> None:
    rules = {str(rule) for rule in create_app(tmp_path).url_map.iter_rules()}
    assert rules == {
        "/",
        "/id/<path:key>",
        "/dumps/",
        "/dumps/<name>",
        "/ontology",
        "/ontology/<name>",
        "/ontology/<any(mappings, examples, rules, queries):folder>/<name>",
        "/ontology/modelling",
        "/ontology/rules",
        "/ontology/tracks",
        "/quality",
        "/shapes",
        "/.well-known/void",
        "/static/<path:filename>",
    }
