/** Logins of browsers: a token or a code becomes a cookie. */
@NullMarked
package dev.yardmaster.login;

import org.jspecify.annotations.NullMarked;
