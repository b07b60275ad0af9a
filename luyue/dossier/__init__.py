"""Dossiers: everything on one process in one signed document, as a file that anybody can verify and as a page."""
