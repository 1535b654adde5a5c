package dev.yardmaster.login;

import dev.yardmaster.token.TokenHash;
import java.time.Instant;
import java.util.UUID;

/**
 * A login of a browser.
 *
 * @param hash the hash of the text in its cookie
 * @param token the token that it stands for
 */
record StoredLogin(TokenHash hash, UUID token, Instant expiresAt) {}
