"""Backchannel's knowledge graph: from articles to checked, published triples.

The way of the data, one stage a module, each importing only from those before it:

    readers   sources -> Article
    annotate  Article -> spaCy Doc
    mentions  Doc -> mentions of persons, states, organizations, dates
    rules     mentions -> facts, one module a kind of fact
    resolve   facts -> IRIs of the things they speak of
    describe  facts -> quads, one named graph an article
    gate      quads -> Report
    catalogue what was read, accepted and quarantined
    release   accepted quads -> store, dumps, metadata
    pipeline  the whole way
"""

__version__ = "0.1.0"
