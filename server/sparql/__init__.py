"""The SPARQL 1.1 protocol for queries, in front of processes that can be killed.

protocol    a request as a `Question`: query, data set, formats
admission   whose turn it is; what is refused because too many wait
pool        the processes, each with the release open; killed over a limit, replaced at once
frames      what is said between server and worker
worker      the process: one query at a time, its answer written in pieces
sandbox     what a worker may not do: reach the network, take all memory
federation  SERVICE clauses answered first, by addresses on the list alone
spool       what a client has yet to take
cache       answers that are asked for again
endpoint    all of these as the application at /sparql and /graphs
"""
