package dev.yardmaster.shell;

/** A text for the shell has something that the parser does not know. */
final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1;

    NotUnderstood() {
        super("not understood", null, false, false);
    }

    /** Throws unless a condition holds. */
    static void unless(boolean condition) throws NotUnderstood {
        if (!condition) {
            throw new NotUnderstood();
        }
    }
}
