package dev.yardmaster.cli;

/** The exit codes of the command line. */
final class ExitCode {
    static final int OK = 0;
    /** The service, the home or the configuration does not allow the command; or the demo failed. */
    static final int REFUSED = 4;

    private ExitCode() {}
}
