/** Follows the events of sessions in a terminal: the connection that survives restarts of the service, and the text for people. */
@NullMarked
package dev.yardmaster.follow;

import org.jspecify.annotations.NullMarked;
