"""The SPARQL 1.1 protocol for queries, in front of processes that can be killed.

protocol    a request as a `Question`: query, data set, formats
admission   whose turn it is; what is refused because too many wait
pool        the processes, each with the release open; killed over a limit, replaced at once
running     one job at a worker
serving     the workers of the current release
frames      what is said between server and worker
worker      the process: one query at a time
writing     its answer, in pieces, within limits
sandbox     what a worker may not do: reach the network, take all memory
spool       what a client has yet to take
cache       answers that are asked for again
faults      which limit it was, and what to do
description what the service is, for programs
observing   logs and counts
endpoint    all of these as the application at /sparql and /graphs
"""
