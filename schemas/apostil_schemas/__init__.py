"""JSON Schemas of the standoff format, as package data."""
