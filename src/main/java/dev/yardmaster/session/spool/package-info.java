/** Keeps the frames of running sessions in files until the database has them, so that a crash of the service loses none. */
@NullMarked
package dev.yardmaster.session.spool;

import org.jspecify.annotations.NullMarked;
