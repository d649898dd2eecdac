"""Mentions to facts: a module a kind of fact, each with one public function from a `Reading`.

actors      who is named
tenures     who held what post when
meetings    who met whom, where, when: `events` finds the mentions of meetings, `meetings` joins those that are one
delegates   who sat at the table for a side
tracks      who says that a meeting is on which track
statements  who said something
relations   diplomatic relations and missions
"""
