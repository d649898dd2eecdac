"""What a text is about: diplomacy, or something in which states and people meet that do not deal with one another."""

from kg.mentions.reading import Reading


def is_about_diplomacy(reading: Reading) -> bool:
    """Whether a text has the words of diplomacy, nothing tells of another genre, and two who may deal are named."""
    text, lexicon = reading.article.text, reading.lexicon
    if any(len(_different(words.findall(text))) >= least for least, words in lexicon.genres):
        return False
    length = len(text.split())
    wanted = min(lexicon.diplomacy.most, length // lexicon.diplomacy.each)
    return len(_different(lexicon.diplomacy.pattern.findall(text))) >= wanted and (not wanted or _is_between(reading))


def _different(words: list[str]) -> set[str]:
    return {word.lower().rstrip("s") for word in words}


def _is_between(reading: Reading) -> bool:
    """Whether two states are named, or one and a body that deals with states."""
    states = {state.code for state in reading.states} | {place.country for place in reading.places}
    bodies = {o.name for o in reading.organizations if o.deals_with_states}
    return len(states) + len(bodies) > 1
