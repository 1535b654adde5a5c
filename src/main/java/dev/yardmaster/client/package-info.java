/** Calls the HTTP API from the command line: where the service is, which token it gets, and what its errors mean for a user. */
@NullMarked
package dev.yardmaster.client;

import org.jspecify.annotations.NullMarked;
