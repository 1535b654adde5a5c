package dev.yardmaster.cli;

/** The exit codes of the command line. */
final class ExitCode {
    static final int OK = 0;
    /** The service or the home does not allow it. */
    static final int REFUSED = 4;

    private ExitCode() {}
}
