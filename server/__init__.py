"""The site and the SPARQL endpoint of the current release.

releases    which release is open
problems    the one shape of an error
negotiate   Accept header or `format` to a format
sparql      the endpoint, and the processes that answer
entities    a page, Turtle or JSON-LD for every thing
ontology    the vocabulary as a page and as RDF
downloads   the dumps
home        what this is, and a form to ask
metadata    what the data set is, for programs
remote      a store elsewhere in the release's place
settings    what can be set
app         the pages as one Flask application
site        pages and endpoint as one ASGI application
operation   health, readiness, metrics
run         the site in a real server
"""
