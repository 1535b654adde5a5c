/** The states of a session, and how and why a session ended. */
@NullMarked
package dev.yardmaster.session.end;

import org.jspecify.annotations.NullMarked;
