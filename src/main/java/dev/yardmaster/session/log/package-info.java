/** The event log of one session: encoded once, read by cursors, written to the database in chunks. */
@NullMarked
package dev.yardmaster.session.log;

import org.jspecify.annotations.NullMarked;
