package dev.yardmaster.shell;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One simple command: a program with its arguments.
 *
 * @param assignments whether variables are set for the command, or for the rest of the script
 * @param words the program and its arguments; empty if the command only sets variables or redirects
 * @param redirections its redirections
 */
public record ShellCommand(boolean assignments, List<ShellWord> words, List<Redirection> redirections) {
    public ShellCommand {
        words = List.copyOf(words);
        redirections = List.copyOf(redirections);
    }

    /** The words as one text, separated by single blanks. */
    public String shown() {
        return words.stream().map(ShellWord::shown).collect(Collectors.joining(" "));
    }

    /** Whether the shell passes all words as they are written. */
    public boolean isFixed() {
        return words.stream().allMatch(ShellWord::fixed);
    }

    /** The name of the program without its directory; empty without words. */
    public String program() {
        if (words.isEmpty()) {
            return "";
        }
        String first = words.getFirst().text();
        return first.substring(first.lastIndexOf('/') + 1);
    }
}
