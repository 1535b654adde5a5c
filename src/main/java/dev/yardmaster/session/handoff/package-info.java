/** What a session tells the session that continues its work on another executable. */
@NullMarked
package dev.yardmaster.session.handoff;

import org.jspecify.annotations.NullMarked;
