from collections import defaultdict

from kg.describe import describe_states
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology


def test_a_dependency_is_a_polity_and_no_state() -> None:
    quads = {str(quad) for quad in describe_states(load_lexicon(), load_ontology())}
    assert any("state/fr>" in quad and "#State>" in quad for quad in quads)
    assert any("state/hk>" in quad and "#Polity>" in quad for quad in quads)
    assert not any("state/hk>" in quad and "#State>" in quad for quad in quads)


def test_a_name_means_one_organization() -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for organization in load_lexicon().organizations.values():
        for name in (organization.name, *organization.aliases):
            meant[name].add(organization.name)
    assert {name: found for name, found in meant.items() if len(found) > 1} == {}


def test_every_code_is_that_of_a_listed_state() -> None:
    lexicon = load_lexicon()
    codes = {place.country for place in lexicon.places.values()}
    codes |= {o.state for o in lexicon.organizations.values() if o.state}
    codes |= {side for process in lexicon.processes for side in process.sides}
    assert codes - set(lexicon.states) == set()


def test_every_kind_is_a_concept_of_the_ontology() -> None:
    lexicon = load_lexicon()
    kinds = {"government", "igo", "ngo", "thinktank", "university", "party", "media", "company", "military", "other"}
    assert {o.kind for o in lexicon.organizations.values()} <= kinds
    assert set(lexicon.organization_words.values()) <= kinds | {"movement"}
