/** The event log of a session: each event is encoded once, readers are cursors, and the log is written to the database in chunks. */
@NullMarked
package dev.yardmaster.session.log;

import org.jspecify.annotations.NullMarked;
