"""Links with Wikidata: which item a person, organization, place or process of a release is.

    subjects    things of a release without a link, with what the release says of them
    client      polite requests, cached on disk; wikidata: search, reconciliation, items, classes, posts
    items       what an item says: names, types, states, dates with their precision, posts held
    names       how two names compare: the same, in another order, romanised otherwise, alike
    features    what speaks for and against a candidate; decide: accept, leave for review, or refuse
    ledger      every decision, in a file (SSSOM) that is only added to; human beats machine
    quads, sssom, quickstatements    what follows from the ledger

No answer of the network is a fact: a link is a decision of ours, recorded with its reasons.
"""
