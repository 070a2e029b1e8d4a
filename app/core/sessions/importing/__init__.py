"""Chats that were kept elsewhere, read without trust: the broken ones are told, the rest come."""
