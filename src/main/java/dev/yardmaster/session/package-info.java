/** Runs a session of an agent's CLI, keeps its event log and streams it. */
@NullMarked
package dev.yardmaster.session;

import org.jspecify.annotations.NullMarked;
