/** Tokens of an OpenID issuer: which are valid, who sends them, and which role they have. Off unless an issuer is configured. */
@NullMarked
package dev.yardmaster.openid;

import org.jspecify.annotations.NullMarked;
