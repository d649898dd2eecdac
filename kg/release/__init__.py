"""Accepted graphs to a release: an immutable folder with a store, dumps, metadata and checksums.

own      the graphs that come with the product
merge    the default graph, in which every thing is described once
derive   what follows by the rules of the ontology, decided anew for what changed
store    the Oxigraph store, made from the release before and what changed
dumps    N-Quads of the named graphs, Turtle of the default graph
void     the description of the data set
folder   what lies where in a workspace, and which release is current
example  the worked example of the ontology, made the same way
publish  all of it in order, switched in one step
"""
