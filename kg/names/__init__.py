"""Names: which may be spellings of one, in one place for all that compares them.

table     what languages do to names, from names.toml
name      a name taken apart into its words and how they sound
likeness  how two names compare: a class with what it is worth
"""

from kg.names.likeness import SCORES, NameClass, compare, likeness
from kg.names.name import Name, is_acronym, parse_name, words_of

__all__ = ["SCORES", "Name", "NameClass", "compare", "is_acronym", "likeness", "parse_name", "words_of"]
