"""Names: which are spellings of one, and which only look alike."""

import pytest

from kg.identity.names import APART, likeness, parse_name


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
    assert likeness(parse_name(one), parse_name(other)) > APART


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
    assert likeness(parse_name(one), parse_name(other)) == APART


@pytest.mark.parametrize("name", ["-", "’", "李", "Å", "al-", "X" * 5000, "a b c d e f g h i j"])
def test_odd_names_have_a_block(name: str) -> None:
    assert parse_name(name).block
