"""A process that does nothing but measure: no painting shares its loop."""
