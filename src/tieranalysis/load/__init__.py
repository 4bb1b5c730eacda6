"""One module a publisher: bytes in, conformed table out."""
