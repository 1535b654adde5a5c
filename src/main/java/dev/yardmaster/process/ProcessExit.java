package dev.yardmaster.process;

import java.util.Optional;

/**
 * How a child process ended.
 *
 * @param code the exit code, 0 to 255; for a child ended by a signal, 128 + the signal's number, as in shells
 * @param signal the number of the signal that ended it, if one did
 * @param stderr the last lines of the standard error, at most 4 KiB, with secrets redacted
 */
public record ProcessExit(int code, Optional<Integer> signal, String stderr) {}
