"""The site and the SPARQL endpoint of the current release.

releases    which release is open
problems    the one shape of an error
negotiate   Accept header or `format` to a format
sparql      the SPARQL protocol
entities    a page, Turtle or JSON-LD for every thing
ontology    the vocabulary as a page and as RDF
downloads   the dumps
reconcile   the Reconciliation Service API, for OpenRefine
home        what this is, and a form to ask
app         all of these as one Flask application
run         the application in a real server
"""
