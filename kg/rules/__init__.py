"""Mentions to facts: a module a kind of fact, each with one public function from a `Reading`.

actors      who is named
tenures     who held what post when
genre       whether a text is about diplomacy
meetings    who met whom, where, when: `triggers` and `frames` find the words for one, `arguments` who takes part,
            `reach` and `clauses` what belongs to it; `events` makes mentions of that, `drafts` joins those of one
delegates   who sat at the table for a side
thirds      who mediates
tracks      who says that a meeting is on which track
topics      what a meeting is about
statements  who said something
acts        what is done by saying it: `act_kinds` tells which act a word does
stances     what a statement demands, denies, rejects or makes a condition
relations   diplomatic relations, missions and alliances
principals  the two sides that a text is about
"""
