/** The guard of the HTTP API: it checks hosts, origins, tokens and roles. */
@NullMarked
package dev.yardmaster.security;

import org.jspecify.annotations.NullMarked;
