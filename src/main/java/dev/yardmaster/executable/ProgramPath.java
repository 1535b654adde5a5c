package dev.yardmaster.executable;

/** The notation of programs: an absolute path, or the name of a program on the {@code PATH}. */
public final class ProgramPath {
    /** The regular expression of a valid path. */
    public static final String PATTERN = "/[^\\x00]*|[^/\\x00]+";

    /** The error message for an invalid path. */
    public static final String MESSAGE = "must be an absolute path, or the name of a program on the PATH";

    private ProgramPath() {}
}
