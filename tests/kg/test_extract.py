"""Reading, on texts of our own about real events; the sentences of no other set are used."""

from collections.abc import Callable
from datetime import date

import pytest

from kg.article import Article
from kg.facts import ArticleFacts, Meeting, Person
from kg.readers import read_sources
from tests.conftest import SHARED, extracted

Reader = Callable[..., ArticleFacts]


def the_meeting(facts: ArticleFacts, **asked: object) -> Meeting:
    """The one meeting whose fields have the values asked for."""
    found = [m for m in facts.meetings if all(getattr(m, name) == value for name, value in asked.items())]
    assert len(found) == 1, [m.label for m in facts.meetings]
    return found[0]


def delegates(meeting: Meeting) -> dict[str, tuple[str | None, str, str]]:
    return {p.actor.name: (p.side, p.role, p.capacity) for p in meeting.participations if p.actor.kind == "person"}


def test_a_meeting_has_sides_place_and_days(facts_of: Reader) -> None:
    facts = facts_of("The United States and Iran held talks in Muscat from 3 to 5 June 2020, officials said.")
    meeting = the_meeting(facts)
    assert meeting.sides == ("IR", "US")
    assert meeting.where is not None
    assert (meeting.where.name, meeting.where.country) == ("Muscat", "OM")
    assert meeting.when is not None
    assert meeting.when.end is not None
    assert (meeting.when.start.edtf, meeting.when.end.edtf, meeting.status) == ("2020-06-03", "2020-06-05", "held")


def test_a_text_that_comes_back_to_a_meeting_speaks_of_one(facts_of: Reader) -> None:
    facts = facts_of(
        "Turkish and Greek officials began talks in Ankara at the weekend.\n\n"
        "The talks are expected to end today. The two-day meeting will discuss gas fields.\n\n"
        "The Ankara meeting is the first in three years."
    )
    meeting = the_meeting(facts)
    assert meeting.when is not None
    assert meeting.when.end is not None
    assert (meeting.when.start.edtf, meeting.when.end.edtf) == ("2020-06-14", "2020-06-15")
    assert meeting.status == "ongoing"
    assert len(meeting.passages) == 4


def test_an_earlier_meeting_stays_apart(facts_of: Reader) -> None:
    facts = facts_of(
        "Serbia and Kosovo held talks in Brussels on Friday.\n\n"
        "Serbia and Kosovo have held several meetings. The last meeting took place in Vienna in May last year."
    )
    assert [(m.where and m.where.name, m.when and m.when.start.edtf, m.sides) for m in facts.meetings] == [
        ("Brussels", "2020-06-12", ("RS", "XK")),
        ("Vienna", "2019-05", ("RS", "XK")),
    ]


def test_delegations_give_persons_side_role_and_capacity(facts_of: Reader) -> None:
    facts = facts_of(
        "India and Pakistan held talks in Bangkok on 2 June 2020 that are considered Track 2 diplomacy.\n\n"
        "The Indian delegation was led by Shyam Saran, a former foreign secretary. Others in the team include "
        "retired general Ata Hasnain and professor Amitabh Mattoo.\n\n"
        "The Pakistani team is led by Mr Riaz Khokhar, the foreign secretary."
    )
    found = delegates(the_meeting(facts))
    assert found["Shyam Saran"] == ("IN", "head-of-delegation", "private")
    assert found["Ata Hasnain"] == ("IN", "delegate", "private")
    assert found["Amitabh Mattoo"] == ("IN", "delegate", "private")
    assert found["Riaz Khokhar"] == ("PK", "head-of-delegation", "official")


def test_a_then_holder_held_the_post_when_it_happened(facts_of: Reader) -> None:
    facts = facts_of(
        "In 1999, Rambouillet was the venue for talks between then US envoy Richard Holbrooke and "
        "his Russian counterpart Boris Mayorsky."
    )
    tenures = {t.person: t for t in facts.tenures}
    for name, state in (("Richard Holbrooke", "US"), ("Boris Mayorsky", "RU")):
        period = tenures[name].period
        assert (tenures[name].status, tenures[name].state, period and period.edtf) == ("then", state, "1999")
    assert delegates(the_meeting(facts)) == {
        "Richard Holbrooke": ("US", "delegate", "official"),
        "Boris Mayorsky": ("RU", "delegate", "official"),
    }


@pytest.mark.parametrize(
    ("words", "track"),
    [
        ("Track 2", "track-2"),
        ("track-two", "track-2"),
        ("Track II", "track-2"),
        ("Track 1.5", "track-1.5"),
        ("track one", "track-1"),
    ],
)
def test_a_track_is_a_claim_of_who_makes_it(facts_of: Reader, words: str, track: str) -> None:
    facts = facts_of(
        "Japan and Russia held talks in Kyoto on Friday.\n\n"
        f"The foreign minister of Japan, Taro Kono, said the talks were a {words} dialogue."
    )
    [claim] = the_meeting(facts).tracks
    assert (claim.track, claim.claimant and claim.claimant.name) == (track, "Taro Kono")


def test_a_denied_track_is_not_asserted(facts_of: Reader) -> None:
    facts = facts_of("Japan and Russia held talks in Kyoto on Friday. The talks were not Track 2 diplomacy.")
    assert the_meeting(facts).tracks == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Egypt and Sudan will hold talks in Khartoum on Thursday.", "planned"),
        ("Egypt and Sudan held talks in Khartoum on Thursday.", "held"),
        ("Talks between Egypt and Sudan in Khartoum have stalled.", "stalled"),
        ("A meeting between Egypt and Sudan in Khartoum was cancelled on Thursday.", "cancelled"),
        ("A meeting between Egypt and Sudan in Khartoum was postponed on Thursday.", "postponed"),
    ],
)
def test_how_far_a_meeting_has_come(facts_of: Reader, text: str, status: str) -> None:
    assert the_meeting(facts_of(text)).status == status


def test_a_day_of_publication_is_never_taken_for_the_day_of_a_meeting(facts_of: Reader) -> None:
    assert the_meeting(facts_of("Egypt and Sudan held talks in Khartoum.")).when is None
    assert the_meeting(facts_of("Egypt and Sudan held talks in Khartoum on Friday.", published=None)).when is None


def test_later_short_names_are_the_same_person(facts_of: Reader) -> None:
    facts = facts_of(
        "Foreign Minister Ine Eriksen Soreide met reporters. Ms Soreide said that she would travel. Soreide left."
    )
    assert [(p.name, p.spellings) for p in facts.people] == [("Ine Eriksen Soreide", ("Soreide",))]


def test_states_are_named_in_many_ways(facts_of: Reader) -> None:
    facts = facts_of(
        "The Kremlin and Seoul were silent. French diplomats left Baku, and the DPRK protested to the U.N."
    )
    assert [state.code for state in facts.states] == ["AZ", "FR", "KP", "KR", "RU"]


def test_a_person_called_like_a_state_is_no_state(facts_of: Reader) -> None:
    facts = facts_of("Mr Michael Jordan spoke to reporters in Oslo.")
    assert [state.code for state in facts.states] == ["NO"]


def test_furniture_of_the_page_says_nothing(facts_of: Reader) -> None:
    facts = facts_of(
        "Egypt and Sudan held talks in Khartoum.\n\nShare this: Facebook | Twitter\n\nGet a copy of The Iran Times"
    )
    assert [state.code for state in facts.states] == ["EG", "SD"]
    assert facts.organizations == ()


@pytest.mark.parametrize(
    "text",
    [
        """France met Germany in the final. Germany's striker scored two goals in a match that the referee nearly
        abandoned, and fans of both squads cheered the coach of France.""",
        """In the film, the president of the United States and the leader of North Korea hold a summit on a submarine.
        The actor plays the captain; viewers of the first movie will know the plot.""",
        "Simmer the onions. Add Turkish pepper and Greek yoghurt, and serve with Iranian rice.",
        "Shares in Paris fell after talks between the two carmakers collapsed.",
        """★★★★ As Britain and France slide into war, their envoys hold secret talks in Geneva. The ambassador is
        played with relish by a newcomer, and her scenes with the prime minister sparkle. In cinemas on 3 July.""",
        """Prague, 1968: an American diplomat meets a Soviet general, and the United States and the Soviet Union hold a
        summit. The author, whose third book this is, writes lean prose; its plot holds. Published by Iver.""",
        """The Swiss group rejected the takeover offer of its Italian rival, which it said undervalued it, after talks
        of Switzerland and Italy in Milan on 3 May. Shareholders wait for a higher bid.""",
    ],
)
def test_texts_without_diplomacy_yield_no_meeting(facts_of: Reader, text: str) -> None:
    facts = facts_of(text)
    assert (facts.meetings, facts.relations) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "No meeting was held between Cuba and the United States in Havana on Tuesday.",
        "Russia and Georgia have never held talks in Prague.",
        "North Korea's foreign minister refused to meet US Secretary of State Mike Pompeo in Seoul.",
        "If China and Japan hold talks in Seoul next week, South Korea will be the host.",
        "Iraq could host talks between Turkey and Syria.",
        "Beijing opposed talks between Taipei and Washington.",
    ],
)
def test_what_did_not_happen_is_no_meeting(facts_of: Reader, text: str) -> None:
    assert facts_of(text).meetings == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The talks between India and Pakistan in Delhi did not take place.", "cancelled"),
        ("Officials dismissed reports that Saudi Arabia and Iran had held talks in Baghdad on 9 April.", "denied"),
        ("The summit between Rwanda and Congo in Luanda was called off on Sunday.", "cancelled"),
    ],
)
def test_what_was_called_off_or_denied_says_so(facts_of: Reader, text: str, status: str) -> None:
    assert [meeting.status for meeting in facts_of(text).meetings] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "It is not true that Cuba lacks diplomatic relations with the United States.",
        "The United States no longer objects to Qatar having diplomatic relations.",
        "Chad and Israel may restore diplomatic relations.",
    ],
)
def test_relations_that_are_not_said_to_be_absent(facts_of: Reader, text: str) -> None:
    assert facts_of(text).relations == ()


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Chad and Israel restored diplomatic relations.", ("diplomatic", ("IL", "TD"))),
        ("Ecuador has cut diplomatic ties with Mexico.", ("none", ("EC", "MX"))),
        ("Kenya opened its embassy in Hanoi.", ("mission", ("KE", "VN"))),
        ("Mr Paul Smith is the British ambassador to Peru.", ("mission", ("GB", "PE"))),
        ("Belarus is a military ally of Russia.", ("alliance", ("BY", "RU"))),
    ],
)
def test_relations_of_every_kind(facts_of: Reader, text: str, relation: tuple[str, tuple[str, str]]) -> None:
    assert [(r.kind, r.states) for r in facts_of(text).relations] == [relation]


def test_meetings_that_share_nothing_stay_apart(facts_of: Reader) -> None:
    facts = facts_of(
        "Chinese President Xi Jinping met Russian President Vladimir Putin in Moscow on 21 March 2020.\n\n"
        "The talks in Oslo between Israel and Jordan lasted from January to August 1993."
    )
    assert [(m.sides, m.when and m.when.start.edtf) for m in facts.meetings] == [
        (("CN", "RU"), "2020-03-21"),
        (("IL", "JO"), "1993-01"),
    ]


def test_a_demonym_of_two_states_is_the_one_that_the_text_names(facts_of: Reader) -> None:
    text = "Congolese and Rwandan officials held talks in Luanda on Friday."
    assert [state.code for state in facts_of(text).states] == ["AO", "RW"]
    assert [state.code for state in facts_of(f"{text} Kinshasa was silent.").states] == ["AO", "CD", "RW"]


def test_who_sends_an_envoy_does_not_take_part(facts_of: Reader) -> None:
    facts = facts_of(
        "President Barack Obama's ambassador to Russia, Michael McFaul, met Russian diplomats in Vienna on Friday."
    )
    assert all("Barack Obama" not in delegates(meeting) for meeting in facts.meetings)


def test_names_in_any_letters_are_told_apart(facts_of: Reader) -> None:
    facts = facts_of("Mr Lech Wałęsa spoke. Mr Wałęsa left. President Сергей Лавров met Mr Владимир Путин in Minsk.")
    names = [person.name for person in facts.people]
    assert names.count("Lech Wałęsa") == 1
    assert len(set(names)) == len(names)
    assert "Wałęsa" not in names


def test_two_then_posts_of_two_years_are_two_tenures(facts_of: Reader) -> None:
    facts = facts_of(
        "In 2008, then vice-minister Ri Yong-ho met US envoy Glyn Davies in Berlin. "
        "In 2010, then vice minister Ri Yong-ho met US envoy Sung Kim in Beijing."
    )
    periods = [t.period.edtf for t in facts.tenures if t.person == "Ri Yong-ho" and t.period]
    assert periods == ["2008", "2010"]


def test_states_without_relations(facts_of: Reader) -> None:
    facts = facts_of("Bhutan and China have no diplomatic relations. The Indian Embassy in Thimphu was silent.")
    assert [(r.kind, r.states) for r in facts.relations] == [("none", ("BT", "CN")), ("mission", ("IN", "BT"))]


def test_statements_have_speaker_and_outlet(facts_of: Reader) -> None:
    facts = facts_of(
        'Mr Hassan Rouhani told Reuters that the talks would go on. "We wait," said Ms Federica Mogherini.'
    )
    assert [(s.speaker.name, s.outlet) for s in facts.acts] == [
        ("Hassan Rouhani", "Reuters"),
        ("Federica Mogherini", None),
    ]


def test_in_a_list_each_title_is_that_of_the_name_after_it(facts_of: Reader) -> None:
    facts = facts_of(
        "Mr Ban Ki-moon, Cuban President Raul Castro and U.S. Secretary of State John Kerry attended the signing "
        "of the accord between Colombia and the rebels in Cartagena."
    )
    assert {(tenure.person, tenure.title) for tenure in facts.tenures} == {
        ("Raul Castro", "Cuban President"),
        ("John Kerry", "U.S. Secretary of State"),
    }


def test_a_president_by_surname_is_not_of_the_place_of_writing(facts_of: Reader) -> None:
    facts = facts_of(
        "DOHA, Jan 5 (Reuters) - President Obama spoke to reporters. Qatar and the United States are friends. "
        "President Obama met Foreign Minister Khalid al-Attiyah of Qatar in Doha on Monday."
    )
    assert delegates(facts.meetings[0])["Obama"][0] == "US"


@pytest.mark.parametrize(
    "text",
    [
        "Sweden nearly rejected the demand to close the border.",
        "Reports that Syria demanded an apology are false.",
        "Uganda is unlikely to accept the offer from Rwanda.",
        "Mr Emmanuel Macron wants to buy tanks.",
        "Mr Emmanuel Macron called Ms Marine Le Pen a danger to Europe.",
    ],
)
def test_what_was_not_done_or_only_wished_is_no_act(facts_of: Reader, text: str) -> None:
    facts = facts_of(text)
    assert ([a.kind for a in facts.acts if a.kind != "statement"], facts.meetings) == ([], ())


def test_a_denial_that_another_acted_is_no_act_of_the_other(facts_of: Reader) -> None:
    facts = facts_of("Egypt denied that Hamas had rejected the offer.")
    assert [(a.kind, a.speaker.name) for a in facts.acts] == [("denial", "EG")]


def test_every_passage_of_the_examples_stands_in_its_article(example_articles: list[Article]) -> None:
    count = 0
    for facts in extracted(example_articles):
        groups = (
            facts.people,
            facts.organizations,
            facts.states,
            facts.tenures,
            facts.meetings,
            facts.acts,
            facts.relations,
        )
        for fact in (f for group in groups for f in group):
            assert fact.passages, fact
            for passage in fact.passages:
                quote = facts.article.text[passage.start : passage.end]
                assert quote == quote.strip() != ""
                if isinstance(fact, Person):
                    assert any(name in quote for name in (fact.name, *fact.spellings))
                count += 1
    assert count > 200


SINGAPORE = SHARED / "gold-dev" / "articles" / "straits-times-2015-01-19.txt"


@pytest.mark.skipif(not SINGAPORE.exists(), reason="the Singapore article is not on this machine")
def test_the_article_that_started_it() -> None:
    [facts] = extracted([a for a in read_sources([str(SINGAPORE)]) if isinstance(a, Article)])
    day = facts.article.published
    assert day == date(2015, 1, 19)

    talks = next(m for m in facts.meetings if m.when and m.when.start.edtf == "2015-01-18")
    assert (talks.sides, talks.where and talks.where.country) == (("KP", "US"), "SG")
    assert talks.when is not None
    assert talks.when.end is not None
    assert talks.when.end.edtf == "2015-01-19"
    assert {claim.track for claim in talks.tracks} == {"track-2"}
    assert delegates(talks) == {
        "Leon Sigal": ("US", "delegate", "private"),
        "Stephen Bosworth": ("US", "delegate", "private"),
        "Joseph DeTrani": ("US", "delegate", "private"),
        "Tony Namkung": ("US", "delegate", "private"),
        "Ri Yong Ho": ("KP", "head-of-delegation", "official"),
    }
    mongolia = next(m for m in facts.meetings if m.where and m.where.country == "MN")
    assert (mongolia.sides, mongolia.when and mongolia.when.start.edtf) == (("KP", "US"), "2014-05")
    earlier = next(m for m in facts.meetings if m.when and m.when.start.edtf == "2008" and m.where)
    assert delegates(earlier) == {
        "Christopher Hill": ("US", "delegate", "official"),
        "Kim Kye Gwan": ("KP", "delegate", "official"),
    }
    posts = {t.person: (t.title, t.status, t.period and t.period.edtf) for t in facts.tenures}
    assert posts["Christopher Hill"] == ("US nuclear envoy", "then", "2008")
    assert posts["Kim Kye Gwan"] == ("nuclear envoy", "then", "2008")


def test_who_mediates_sits_on_no_side(facts_of: Reader) -> None:
    facts = facts_of("Oman mediated talks between Iran and the United States in Muscat on 12 May 2019, officials said.")
    [meeting] = facts.meetings
    thirds = [(p.actor.name, p.side) for p in meeting.participations if p.role == "mediator"]
    assert (meeting.sides, thirds) == (("IR", "US"), [("OM", None)])


@pytest.mark.parametrize(
    "text",
    [
        "Mr Haile Menkerios might have gone to Asmara in 2009 as the envoy of Eritrea to Sudan.",
        "President Barack Obama and Prime Minister Stephen Harper talked to reporters on 4 February 2011.",
        "Seoul severed the link with Mr Kim Yong Chol of North Korea after the launch.",
    ],
)
def test_what_only_looks_like_a_meeting_is_none(facts_of: Reader, text: str) -> None:
    assert facts_of(text).meetings == ()


def test_what_talks_are_on_is_not_where_they_are(facts_of: Reader) -> None:
    facts = facts_of("Russia and the United States held talks on Syria in Geneva on 14 September 2013.")
    meeting = the_meeting(facts)
    assert (meeting.sides, meeting.where and meeting.where.country) == (("RU", "US"), "CH")


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Mohamed Kamel of Egypt resigned rather than endorse the texts of Israel.",
        "Indonesia called off a visit by the Australian minister for other reasons.",
    ],
)
def test_what_was_not_done_is_no_act(facts_of: Reader, text: str) -> None:
    assert [act for act in facts_of(text).acts if act.kind in {"agreement", "demand"}] == []


def test_who_left_office_acted_for_a_state(facts_of: Reader) -> None:
    facts = facts_of(
        "Former US ambassador Zed Whitlock met Foreign Minister Ann Nakamura of Japan in Oslo on 3 May 2015."
    )
    assert {person.name: person.tie for person in facts.people} == {
        "Zed Whitlock": "acted-for",
        "Ann Nakamura": "acts-for",
    }


def test_a_statement_that_something_must_be_done_demands_it(facts_of: Reader) -> None:
    facts = facts_of("Prime Minister Nikol Pashinyan of Armenia said that Azerbaijan must withdraw its troops.")
    assert [(act.kind, act.speaker.name) for act in facts.acts if act.kind == "demand"] == [
        ("demand", "Nikol Pashinyan")
    ]


def roles_of(meeting: Meeting) -> dict[str, str]:
    return {p.actor.name: p.role for p in meeting.participations if p.actor.kind != "person"}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "Envoys of Mozambique and Malawi met in Lusaka on 3 May 2020. Ghana and Benin are guarantors of the talks.",
            {"MZ": "party", "MW": "party", "GH": "mediator", "BJ": "mediator"},
        ),
        (
            "Chad and Niger held talks in Lomé on 3 June 2020, with Benin as observer.",
            {"TD": "party", "NE": "party", "BJ": "observer"},
        ),
        (
            "Chad and Niger held talks in Lomé on 3 June 2020. Togo was the host of the talks.",
            {"TD": "party", "NE": "party", "TG": "host"},
        ),
    ],
)
def test_who_is_called_a_third_party_is_none_of_the_sides(facts_of: Reader, text: str, roles: dict[str, str]) -> None:
    (meeting,) = facts_of(text).meetings
    assert roles_of(meeting) == roles


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 10 June 2020 Chad asked for talks with Niger in Lomé.", None),
        ("Talks of Chad with Niger in Lomé were called off on 10 June 2020.", None),
        ("Talks of Chad with Niger in Lomé were called off for 10 June 2020.", "2020-06-10"),
        ("Chad cancelled its 20 August summit with Niger in Lomé.", "2020-08-20"),
        (
            "On Monday the presidents of Chad and Niger met in Lomé, before the former flew home on Wednesday.",
            "2020-06-15",
        ),
    ],
)
def test_the_day_of_what_is_done_about_a_meeting_is_not_its_own(facts_of: Reader, text: str, day: str | None) -> None:
    (meeting,) = facts_of(text).meetings
    assert (meeting.when and meeting.when.start.edtf) == day


@pytest.mark.parametrize(
    "text",
    [
        "The Danish mission met in Geneva with Chadian diplomats.",
        "Chad's mission to the United Nations in New York welcomed the talks with Niger.",
    ],
)
def test_a_mission_on_a_journey_or_to_a_body_is_none_of_two_states(facts_of: Reader, text: str) -> None:
    assert [r for r in facts_of(text).relations if r.kind == "mission"] == []


def test_a_meeting_that_was_only_proposed_is_not_held_by_a_day_gone_by(facts_of: Reader) -> None:
    (meeting,) = facts_of("A meeting of Chad and Niger in Lomé on 3 May 2020 was proposed by Benin.").meetings
    assert meeting.status == "proposed"


def test_the_owner_of_a_request_is_not_where_a_meeting_is(facts_of: Reader) -> None:
    (meeting,) = facts_of(
        "Envoys of Chad and Niger met at the Ghanaian president's request in Lomé on Monday."
    ).meetings
    assert meeting.where is not None
    assert meeting.where.country == "TG"


@pytest.mark.parametrize(
    "text",
    [
        "Chad and Niger held talks in Lomé on Monday, but the Chadian minister Omar Belkacem did not travel to Togo.",
        "Chad and Niger held talks in Lomé on Monday, but the Chadian minister Omar Belkacem was absent.",
        "Chad and Niger held talks in Lomé on Monday. Omar Belkacem was not part of the Chadian delegation.",
    ],
)
def test_who_stayed_away_is_no_delegate(facts_of: Reader, text: str) -> None:
    assert all(delegates(meeting) == {} for meeting in facts_of(text).meetings)
