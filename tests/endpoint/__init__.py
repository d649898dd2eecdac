"""The SPARQL endpoint from outside: what is written here speaks HTTP to a real server in a process of its own.

- `test_w3c.py`: the W3C's query evaluation and syntax tests (SPARQL 1.0 and 1.1), and of its other suites what concerns
  a read-only endpoint: result formats, protocol, service description. `w3c.tar.xz` holds the W3C's files as they are,
  less those about updates and entailment (licence: `w3c-licence.txt`). `expected-failures.toml` names each test that
  fails and why; a test that is listed there and passes fails the run.
- `test_protocol.py`: what the protocol and good manners ask for beyond the W3C's tests.
- `test_clients.py`: clients as people use them. Those from npm are installed into a cache folder from
  `clients/package-lock.json`; without npm, or without a way to its packages, these tests are skipped and say so.
- `test_hostile.py`: does to a server with short limits what `hostile.toml` and `wire.py` hold, and looks whether it is
  well after each.
- `test_remote.py`: `serve --endpoint` before Oxigraph's own server and, where it is installed, Virtuoso.
- `served.py` starts servers and writes releases; `w3c.py` and `results.py` read the W3C's tests and compare answers.
"""
