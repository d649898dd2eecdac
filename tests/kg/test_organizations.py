"""Organizations, states and places as mentions, on sentences of our own about real events."""

import pytest

from kg.annotate import annotate
from kg.article import Article
from kg.mentions import Reading, find_mentions


def reading_of(text: str) -> Reading:
    """What is read in a text."""
    ((article, doc),) = annotate([Article(text=text)])
    return find_mentions(article, doc)


def organizations(text: str) -> dict[str, str]:
    """Kind by the words that name each organization."""
    reading = reading_of(text)
    return {reading.doc[m.start : m.end].text: m.kind for m in reading.organizations}


def states(text: str) -> set[str]:
    """The codes of the states and of the countries of the places named."""
    reading = reading_of(text)
    return {m.code for m in reading.states} | {m.country for m in reading.places}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Mozambican rebel group Renamo signed in Rome in 1992.", "Renamo", "other"),
        ("Researchers at the newspaper Taifa Leo counted the dead.", "Taifa Leo", "media"),
        ("She told The Namibian that mediation had failed.", "The Namibian", "media"),
        ("The Union of Congolese Patriots, an ethnic militia, signed.", "Union of Congolese Patriots", "other"),
        ("The Peruvian navy sent a frigate to the border with Ecuador.", "Peruvian navy", "military"),
        ("Kenya's central bank lent money to Uganda.", "central bank", "government"),
        ("He criticised the parliament of Georgia.", "parliament", "government"),
        ("Japan's embassy in Lima was seized by gunmen in 1996.", "Japan's embassy in Lima", "government"),
        ("Fighting broke out near Iran's mission to the UN.", "Iran's mission to the UN", "government"),
        (
            "It was sent to the Bureau of Intelligence and Research.",
            "Bureau of Intelligence and Research",
            "government",
        ),
        (
            "He was played by the Orchestra of the Age of Enlightenment.",
            "Orchestra of the Age of Enlightenment",
            "other",
        ),
        ("A spokesman at the Quai d’Orsay declined to comment.", "Quai d’Orsay", "government"),
        ("The National Council of Churches in Kenya asked him to mediate.", "National Council of Churches", "ngo"),
    ],
)
def test_words_in_and_beside_a_name_tell_an_organization(text: str, name: str, kind: str) -> None:
    assert organizations(text).get(name) == kind


def test_an_acronym_in_brackets_stands_for_the_name_from_there_on() -> None:
    reading = reading_of(
        "The Commission for National Reconciliation and Unity (CNRU) met in Dushanbe. The CNRU had met there before."
    )
    names = {reading.doc[m.start : m.end].text: m.name for m in reading.organizations}
    assert names["CNRU"] == "Commission for National Reconciliation and Unity"


def test_an_acronym_defined_in_a_text_is_not_that_of_the_list() -> None:
    found = reading_of("The Scottish Nursing Council (SNC) met. The SNC said nothing of Syria.").organizations
    assert {m.name for m in found} == {"Scottish Nursing Council"}


@pytest.mark.parametrize(
    "text",
    [
        "LUSAKA, Dec 14: The guns fell silent at midnight.",
        "Share: Facebook | Twitter | WhatsApp",
        "Share this on Facebook or Twitter",
        "They quoted the Treaty of Lausanne and the Camp David Accords.",
        "The guests stayed at the Victoria Falls Hotel.",
        "The Kremlin was silent.",
        "The Russian party left the room.",
        "There he met Aung Zaw Latt, who smiled.",
        "Violence rose in the West Bank.",
    ],
)
def test_what_names_no_organization(text: str) -> None:
    assert organizations(text) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The Paris Agreement was ignored.", "FR"),
        ("They live by the Treaty of Rome.", "IT"),
        ("He grew up in Moscow, Idaho.", "RU"),
        ("They flew to Atlanta, Georgia.", "GE"),
        ("He was governor of New Mexico.", "MX"),
        ("ABOUT US: we are a charity in Oslo.", "US"),
        ("He studied at the University of North Carolina.", "PR"),
    ],
)
def test_a_namesake_is_no_state(text: str, code: str) -> None:
    assert code not in states(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The parties of Northern Ireland met at Leeds Castle in 2004.", "GB"),
        ("They met at Chequers.", "GB"),
        ("The delegations flew to Sunnylands.", "US"),
        ("The islanders of the Falklands voted in 2013.", "FK"),
        ("Pakistan and the Foreign Office were at odds.", "PK"),
    ],
)
def test_a_region_or_venue_is_a_place_of_its_state(text: str, code: str) -> None:
    assert code in states(text)


def test_a_foreign_office_is_british_only_beside_britain() -> None:
    assert "GB" not in states("The Foreign Office in Islamabad summoned the envoy, Pakistan said.")
    assert "GB" in states("Britain and India talked, and the Foreign Office was pleased.")
