/** Hands the work of a session over to the session that continues it on another executable. */
@NullMarked
package dev.yardmaster.session.handoff;

import org.jspecify.annotations.NullMarked;
