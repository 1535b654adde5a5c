package dev.yardmaster.shell;

/**
 * A word of a command after the shell has removed its quotes.
 *
 * @param text the text; a variable stands as it is written, such as {@code $HOME}
 * @param fixed whether the shell passes exactly this text: the word has no variable, substitution or unquoted pattern
 * @param quoted whether any part of the word is quoted or escaped
 */
public record ShellWord(String text, boolean fixed, boolean quoted) {
    /** The word as a person would write it: in single quotes if it has blanks or characters with a meaning for the shell. */
    public String shown() {
        return text.isEmpty() || !fixed && text.contains(" ") || fixed && !text.matches("[\\w@%+=:,./~^-]+")
                ? "'" + text.replace("'", "'\\''") + "'"
                : text;
    }
}
