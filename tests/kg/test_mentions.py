"""Names and titles, on sentences of our own about real events; the sentences of no other set are used."""

from collections.abc import Callable

import pytest

from kg.facts import ArticleFacts

Post = tuple[str, str | None, str]
Posts = Callable[[str], dict[str, list[Post]]]


@pytest.fixture
def posts_of(facts_of: Callable[..., ArticleFacts]) -> Posts:
    """Reads the title, state and status of each post in a text, by the person who holds it."""

    def read(text: str) -> dict[str, list[Post]]:
        found: dict[str, list[Post]] = {}
        for tenure in facts_of(text, "2015-06-01").tenures:
            found.setdefault(tenure.person, []).append((tenure.title, tenure.state, tenure.status))
        return found

    return read


def test_a_plural_title_holds_for_every_name_with_its_own_state(posts_of: Posts) -> None:
    posts = posts_of(
        "The foreign ministers of Kenya and Somalia, Amina Mohamed and Abdusalam Omer, met. "
        "Prime Ministers Helen Clark of New Zealand and Jean Chrétien of Canada spoke."
    )
    assert [posts[name][0][1] for name in ("Amina Mohamed", "Abdusalam Omer")] == ["KE", "SO"]
    assert [posts[name][0][:2] for name in ("Helen Clark", "Jean Chrétien")] == [
        ("Prime Minister", "NZ"),
        ("Prime Minister", "CA"),
    ]


def test_a_plural_title_loses_its_number(facts_of: Callable[..., ArticleFacts]) -> None:
    tenures = facts_of("Two journalists, Laura Ling and Euna Lee, were freed.", "2015-06-01").tenures
    assert {(t.person, t.title) for t in tenures} == {("Laura Ling", "journalist"), ("Euna Lee", "journalist")}


def test_a_counterpart_has_the_post_of_the_one_it_is_said_of(posts_of: Posts) -> None:
    posts = posts_of(
        "Foreign Minister Péter Szijjártó of Hungary met his Slovak and Czech counterparts, Miroslav Lajčák and "
        "Lubomír Zaorálek."
    )
    assert posts["Miroslav Lajčák"] == [("foreign minister", "SK", "current")]
    assert posts["Lubomír Zaorálek"] == [("foreign minister", "CZ", "current")]


def test_the_counterpart_of_a_secretary_of_state_is_foreign_minister(posts_of: Posts) -> None:
    posts = posts_of("U.S. Secretary of State Madeleine Albright called her Russian counterpart, Igor Ivanov.")
    assert posts["Igor Ivanov"] == [("foreign minister", "RU", "current")]


@pytest.mark.parametrize(
    ("text", "person", "post"),
    [
        ("Zalmay Khalilzad, who heads the Afghan section, resigned.", "Zalmay Khalilzad", "head of the Afghan section"),
        ("Ahmed Aboul Gheit, who heads the Arab League, spoke.", "Ahmed Aboul Gheit", "head"),
        ("Suhail Shaheen, who speaks for the Taliban, denied it.", "Suhail Shaheen", "spokesman"),
        ("Helga Schmid, in charge of political affairs, stayed.", "Helga Schmid", "head of political affairs"),
        ("Robert Malley, who now runs the Crisis Group, agreed.", "Robert Malley", "director"),
    ],
)
def test_a_verb_of_leading_tells_a_post(posts_of: Posts, text: str, person: str, post: str) -> None:
    assert [title for title, _, _ in posts_of(text)[person]] == [post]


@pytest.mark.parametrize(
    ("text", "person", "status"),
    [
        ("Alvaro de Soto, formerly under-secretary-general, spoke.", "Alvaro de Soto", "former"),
        ("George Mitchell, until 1995 a senator from Maine, spoke.", "George Mitchell", "former"),
        ("Warren Christopher, secretary of state at the time, spoke.", "Warren Christopher", "then"),
        ("Tzipi Livni, Israel's justice minister until 2014, spoke.", "Tzipi Livni", "former"),
        ("Muhammad Yunus, now chief adviser, spoke.", "Muhammad Yunus", "current"),
    ],
)
def test_words_of_time_around_a_title_tell_how_the_post_is_held(
    posts_of: Posts, text: str, person: str, status: str
) -> None:
    assert [held for _, _, held in posts_of(text)[person]] == [status]


def test_two_posts_with_two_times(posts_of: Posts) -> None:
    posts = posts_of("Aung Tun Thet, previously a diplomat and now adviser to the president, took part.")
    assert [(title.split(" to ")[0], held) for title, _, held in posts["Aung Tun Thet"]] == [
        ("diplomat", "former"),
        ("adviser", "current"),
    ]


def test_a_title_is_tied_by_as(posts_of: Posts) -> None:
    posts = posts_of(
        "Kofi Annan appointed Lakhdar Brahimi as special envoy. Martti Ahtisaari served as chief mediator."
    )
    assert posts["Lakhdar Brahimi"][0][0] == "special envoy"
    assert posts["Martti Ahtisaari"][0][0] == "chief mediator"


@pytest.mark.parametrize(
    ("text", "person", "title"),
    [
        ("Railway Minister, Shri Suresh Prabhu, opened the line.", "Suresh Prabhu", "Railway Minister"),
        ("The book was written by a farmer, Ruben Salazar, last year.", "Ruben Salazar", "farmer"),
        ("The panel, whose chairman is Lee Hamilton, met.", "Lee Hamilton", "chairman"),
        ("Sen. Robert Menendez objected.", "Robert Menendez", "senator"),
        ("Rouhani's chief of staff, Mahmoud Vaezi, was there.", "Mahmoud Vaezi", "chief of staff"),
    ],
)
def test_titles_before_a_name(posts_of: Posts, text: str, person: str, title: str) -> None:
    assert [t for t, _, _ in posts_of(text)[person]] == [title]


def test_a_post_is_of_the_state_of_its_owner(posts_of: Posts) -> None:
    posts = posts_of("Justin Trudeau flew home. Trudeau's national security adviser, Daniel Jean, stayed in Delhi.")
    assert posts["Daniel Jean"] == [("national security adviser", "CA", "current")]


def test_a_description_is_of_the_one_named_before(posts_of: Posts) -> None:
    posts = posts_of("Envoys called on Angela Merkel in Berlin; the chancellor promised help.")
    assert posts["Angela Merkel"] == [("chancellor", "DE", "current")]


def test_a_description_is_of_nobody_where_another_holds_the_post(posts_of: Posts) -> None:
    posts = posts_of("Chancellor Gerhard Schröder wrote to Angela Merkel of Germany. The chancellor promised help.")
    assert "Angela Merkel" not in posts


def test_a_form_of_address_is_no_second_post(posts_of: Posts) -> None:
    posts = posts_of("Minister of Foreign Affairs Zohrab Mnatsakanyan spoke. Minister Mnatsakanyan thanked his hosts.")
    assert [title for title, _, _ in posts["Zohrab Mnatsakanyan"]] == ["Minister of Foreign Affairs"]


def test_a_clause_after_a_name_gives_no_title(posts_of: Posts) -> None:
    posts = posts_of("The accord never bound Salva Kiir, an aide told reporters.")
    assert posts.get("Salva Kiir", []) == []


def test_a_lone_surname_of_a_known_person_is_one(facts_of: Callable[..., ArticleFacts]) -> None:
    names = {
        person.name
        for person in facts_of("Talks ended on Friday. Castro replied that Cuba would wait.", "2015-06-01").people
    }
    assert names == {"Castro"}


def test_places_that_read_like_persons_are_none(facts_of: Callable[..., ArticleFacts]) -> None:
    assert facts_of("They met at John Kennedy Airport and in Massachusetts Avenue.", "2015-06-01").people == ()


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "LISBON – Portugal was glad. Portugal's foreign minister, Rui Tavira, received Chancellor Anna Vogelsang.",
            {"Rui Tavira": "PT", "Anna Vogelsang": None},
        ),
        (
            "LISBON – Portugal said it was pleased. Portugal's president, Rui Tavira, embraced President Olga Brandt.",
            {"Rui Tavira": "PT", "Olga Brandt": None},
        ),
        (
            "LISBON – Portugal said it was pleased. Finance Minister Rui Tavira spoke for Portugal.",
            {"Rui Tavira": "PT"},
        ),
        (
            "OSLO – Norway hosted both. From Rabat came Omar Belkacem, the interior minister; Norway was glad.",
            {"Omar Belkacem": "MA"},
        ),
        (
            "Kenya's president, Amina Otieno, arrived, accompanied by Defence Minister Peter Kamau.",
            {"Amina Otieno": "KE", "Peter Kamau": "KE"},
        ),
    ],
)
def test_an_office_without_a_state_is_of_the_one_that_stands_beside_it(
    facts_of: Callable[..., ArticleFacts], text: str, sides: dict[str, str | None]
) -> None:
    facts = facts_of(f"{text}\n\nAfter the talks the ministers of both states signed an agreement on trade.")
    found = {person.name: person.state for person in facts.people}
    assert {name: found.get(name) for name in sides} == sides
