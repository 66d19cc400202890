"""Kinds of record: what there is to read of each, said once for lists, record pages, exports, API and back office."""
