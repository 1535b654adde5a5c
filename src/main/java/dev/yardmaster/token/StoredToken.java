package dev.yardmaster.token;

/** A token as the database has it: its hash instead of its text. */
record StoredToken(TokenHash hash, Token token) {}
