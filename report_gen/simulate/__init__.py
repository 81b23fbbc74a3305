"""Accounts whose truth is known: daily events per note, written out as exports in the genuine format."""
