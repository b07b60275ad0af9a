"""Luyue (履约): keeps the promises between merchants and creators of a content-commerce platform."""
