"""How fast it is, against the parts it is made of: `make bench`."""
