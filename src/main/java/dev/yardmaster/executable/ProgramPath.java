package dev.yardmaster.executable;

/** How users name the program of an executable: an absolute path, or the name of a program on the {@code PATH}. */
public final class ProgramPath {
    /** The regular expression of a valid path. */
    public static final String PATTERN = "/[^\\x00]*|[^/\\x00]+";

    /** What the message says when the path is not valid. */
    public static final String MESSAGE = "must be an absolute path, or the name of a program on the PATH";

    private ProgramPath() {}
}
