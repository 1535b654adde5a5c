/**
 * Starts child processes, reads and writes their lines, and stops them with all their descendants. It knows nothing about providers.
 *
 * <p>{@link dev.yardmaster.process.ChildProcess} is a running process, {@link dev.yardmaster.process.KillLadder} stops one,
 * {@link dev.yardmaster.process.CommandRunner} runs a short command, and {@link dev.yardmaster.process.OrphanSweep} stops processes of an
 * earlier run of the service.
 */
@NullMarked
package dev.yardmaster.process;

import org.jspecify.annotations.NullMarked;
