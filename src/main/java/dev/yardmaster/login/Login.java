package dev.yardmaster.login;

import dev.yardmaster.access.AccessRole;

/**
 * A successful login.
 *
 * @param token the name of the token that the login stands for
 * @param role what the login allows
 */
record Login(String token, AccessRole role) {}
