"""Names: which are spellings of one, which only look alike, and the class of each two."""

import pytest

from kg.names import SCORES, compare, likeness, parse_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ri Yong Ho", "Lee Yong-ho"),
        ("Ri Yongho", "Yong-ho Ri"),
        ("Kim Kye-gwan", "Kim Gye Gwan"),
        ("Choe Son Hui", "Choi Sun-hee"),
        ("Moon Jae-in", "Mun Jae In"),
        ("Sergei Lavrov", "Sergej Lawrow"),
        ("Abbas Araghchi", "Abbas Araqchi"),
        ("Bashar al-Assad", "Bashar el Assad"),
        ("Chris Hill", "Christopher Hill"),
        ("Leon V. Sigal", "Leon Sigal"),
        ("Mohammed bin Salman", "Muhammad Salman"),
        ("Nicolás Maduro", "NICOLAS MADURO"),
        ("Mohammad Javad Zarif", "Mohammad Zarif"),
        ("Dr. Micheline Calmy-Rey", "Micheline Calmy Rey"),
    ],
)
def test_spellings_of_one_name_are_compared_and_alike(one: str, other: str) -> None:
    assert parse_name(one).block == parse_name(other).block
    assert likeness(parse_name(one), parse_name(other)) > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ri Yong-ho", "Ri Yong-gil"),
        ("Wang Yi", "Yang Yi"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("George W. Bush", "George H. W. Bush"),
        ("Yukiya Amano", "Yukio Amano"),
    ],
)
def test_names_that_only_look_alike_are_apart(one: str, other: str) -> None:
    assert likeness(parse_name(one), parse_name(other)) == 0


@pytest.mark.parametrize("name", ["-", "’", "李", "Å", "al-", "X" * 5000, "a b c d e f g h i j"])
def test_odd_names_have_a_block(name: str) -> None:
    assert parse_name(name).block


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("Ri Yong-ho", "RI YONG HO", "exact"),
        ("Ri Yong-ho", "Ri Yongho", "order"),
        ("Wang Yi", "Yi Wang", "order"),
        ("Dr. Abdullah Gül", "Abdullah Gul", "exact"),
        ("Lavrov's", "Lavrov", "exact"),
        ("Ri Yong-ho", "Lee Yong-ho", "romanised"),
        ("Choe Son-hui", "Choi Sun-hee", "romanised"),
        ("Kim Kye-gwan", "Kim Gye-gwan", "romanised"),
        ("Paek Nam-sun", "Baek Nam-sun", "romanised"),
        ("Abbas Araghchi", "Abbas Araqchi", "romanised"),
        ("Sergey Lavrov", "Sergei Lawrow", "romanised"),
        ("Abdel Fattah al-Sisi", "Abdel Fattah el-Sisi", "romanised"),
        ("Chris Hill", "Christopher Hill", "romanised"),
        ("Mohammad Javad Zarif", "Mohammad Zarif", "fuller"),
        ("Lavrov", "Sergey Lavrov", "surname"),
        ("Lawrow", "Sergey Lavrov", "surname"),
        ("Kim", "Kim Jong-un", "surname"),
        ("Ri Yong-ho", "Ri Yong-gil", "other"),
        ("Kim Jong-il", "Kim Jong-un", "other"),
        ("Kim Yong-il", "Kim Yong-nam", "other"),
        ("South Korea", "North Korea", "other"),
        ("Li Wu", "Lu Wu", "other"),
        ("", "Lu Wu", "other"),
    ],
)
def test_names_compare_by_class(name: str, other: str, expected: str) -> None:
    assert compare(name, other)[0] == expected
    assert compare(other, name)[0] == expected


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Israeli Foreign Ministry", "Iranian Foreign Ministry"),
        ("Wang Yi", "Yang Yi"),
        ("Dmytro Kuleba", "Dmitro Kulebo"),
    ],
)
def test_names_that_are_only_alike_stay_below_what_is_accepted(name: str, other: str) -> None:
    found, score = compare(name, other)
    assert found in {"fuzzy", "other"}
    assert score < 0.9


def test_bodies_and_places_have_no_titles_nicknames_or_given_names() -> None:
    assert compare("Minsk II", "Minsk", is_person=False)[0] == "surname"
    assert compare("Ministry of Affairs", "Ministry of Foreign Affairs", is_person=False)[0] != "fuller"
    assert compare("The Elders", "Elders", is_person=False)[0] != "exact"


def test_an_article_left_out_is_no_other_name() -> None:
    assert likeness(parse_name("Bashar al-Assad"), parse_name("Bashar Assad")) == SCORES["exact"]
    assert compare("Bashar al-Assad", "Bashar Assad")[0] == "romanised"


def test_short_names_are_those_that_many_bear() -> None:
    assert all(parse_name(name).is_short for name in ("Obama", "Wang Yi", "Li Wu"))
    assert all(parse_name(name).is_korean for name in ("Ri Yong-ho", "Moon Jae-in"))
    assert not any(parse_name(name).is_short for name in ("Abbas Araghchi", "Stephen Bosworth"))
