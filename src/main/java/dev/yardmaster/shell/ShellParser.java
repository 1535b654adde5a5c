package dev.yardmaster.shell;

import static dev.yardmaster.shell.NotUnderstood.unless;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds every command that a text would run in a POSIX shell or bash: those of pipelines, lists, subshells, groups and substitutions. It is
 * strict: for a text with anything that it does not know, such as loops, functions or arithmetic, it returns nothing at all. Not
 * thread-safe, and used once.
 */
public final class ShellParser {
    /** Words that are no commands where a command may begin. */
    private static final Set<String> RESERVED = Set.of(
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "for",
            "while",
            "until",
            "do",
            "done",
            "case",
            "esac",
            "in",
            "function",
            "select",
            "time",
            "coproc",
            "[[",
            "]]",
            "repeat",
            "foreach",
            "end",
            "noglob",
            "nocorrect",
            "-");

    private static final int DEEPEST = 20;

    private final ShellText text;
    private final int depth;
    private final List<ShellCommand> commands;
    private final HereDocuments documents = new HereDocuments();

    private ShellParser(ShellText text, int depth, List<ShellCommand> commands) {
        this.text = text;
        this.depth = depth;
        this.commands = commands;
    }

    /** Returns the commands in the order of the text, those of substitutions before the command around them; empty if it is not understood. */
    public static Optional<List<ShellCommand>> parse(String script) {
        List<ShellCommand> commands = new ArrayList<>();
        try {
            new ShellParser(new ShellText(script), 0, commands).script("");
            return Optional.of(List.copyOf(commands));
        } catch (NotUnderstood _) {
            return Optional.empty();
        }
    }

    /** Reads commands up to the end of the text, or up to a closing bracket, which is read too. */
    private void script(String closing) throws NotUnderstood {
        unless(depth <= DEEPEST);
        while (true) {
            boolean any = command();
            text.skipBlanks();
            if (text.isAtEnd()) {
                unless(closing.isEmpty() && documents.isEmpty());
                return;
            }
            if (text.isNext(")")) {
                unless(closing.equals(")") && documents.isEmpty());
                text.skip(1);
                return;
            }
            separator(any);
        }
    }

    private void separator(boolean any) throws NotUnderstood {
        switch (text.next()) {
            case '\n' -> {
                text.skip(1);
                documents.read(text);
            }
            case ';' -> {
                unless(any && !text.isNext(";;"));
                text.skip(1);
            }
            case '&' -> {
                unless(any);
                text.skip(text.isNext("&&") ? 2 : 1);
            }
            case '|' -> {
                unless(any);
                text.skip(text.isNext("||") || text.isNext("|&") ? 2 : 1);
            }
            default -> throw new NotUnderstood();
        }
    }

    /** Reads a simple command, a subshell or a group, with its redirections. Returns false if there is none. */
    private boolean command() throws NotUnderstood {
        text.skipBlanks();
        if (text.isNext("(")) {
            unless(!text.isNext("(("));
            text.skip(1);
            nested();
            redirectionsOnly();
            return true;
        }
        boolean assignments = false;
        List<ShellWord> words = new ArrayList<>();
        List<Redirection> redirections = new ArrayList<>();
        while (true) {
            text.skipBlanks();
            if (redirection(redirections)) {
                continue;
            }
            if (text.isAtEnd() || text.isNextOneOf(";&|\n()")) {
                break;
            }
            int start = text.position();
            ShellWord word = word();
            if (words.isEmpty()) {
                String written = text.since(start);
                if (isGroup(written, word, redirections, assignments)) {
                    continue;
                }
                if (written.matches("(?s)[A-Za-z_]\\w*(\\[.*])?\\+?=.*")) {
                    assignments = true;
                    continue;
                }
                // In zsh, '=rm' is the path of rm.
                unless(word.fixed() && !RESERVED.contains(written) && !written.startsWith("="));
            }
            words.add(word);
        }
        unless(!text.isNext("("));
        if (!words.isEmpty() || assignments || !redirections.isEmpty()) {
            commands.add(new ShellCommand(assignments, words, redirections));
            return true;
        }
        return false;
    }

    /**
     * Skips the brackets of a group and a negation: the commands inside are commands of the list around. Only where a command may begin is
     * such a word special.
     */
    private static boolean isGroup(
            String written, ShellWord word, List<Redirection> redirections, boolean assignments) {
        return !word.quoted()
                && redirections.isEmpty()
                && !assignments
                && (written.equals("{") || written.equals("}") || written.equals("!"));
    }

    private void redirectionsOnly() throws NotUnderstood {
        List<Redirection> redirections = new ArrayList<>();
        do {
            text.skipBlanks();
        } while (redirection(redirections));
        unless(text.isAtEnd() || text.isNextOneOf(";&|\n)"));
        if (!redirections.isEmpty()) {
            commands.add(new ShellCommand(false, List.of(), redirections));
        }
    }

    private boolean redirection(List<Redirection> found) throws NotUnderstood {
        int start = text.position();
        while (!text.isAtEnd() && Character.isDigit(text.next())) {
            text.skip(1);
        }
        String operator = operator(text.position() == start);
        if (operator.isEmpty()) {
            text.returnTo(start);
            return false;
        }
        text.skip(operator.length());
        if (operator.startsWith("<<") && !operator.equals("<<<")) {
            text.skipBlanks();
            documents.add(word(), operator.equals("<<-"));
            return true;
        }
        // In zsh, '>!' is a redirection without a check, and the file follows.
        unless(!text.isNext("!"));
        text.skipBlanks();
        ShellWord target = word();
        boolean duplicates = operator.equals(">&") && target.text().matches("\\d+-?|-") || operator.equals("<&");
        if (!duplicates) {
            found.add(new Redirection(operator.contains(">"), target));
        }
        return true;
    }

    private String operator(boolean withoutNumber) {
        for (String operator : List.of("&>>", "&>", "<<<", "<<-", "<<", "<>", "<&", ">>", ">|", ">&", "<", ">")) {
            // A process substitution is a word.
            if (text.isNext(operator) && !text.isNext("<(") && !text.isNext(">(")) {
                return operator.startsWith("&") && !withoutNumber ? "" : operator;
            }
        }
        return "";
    }

    private ShellWord word() throws NotUnderstood {
        int start = text.position();
        ShellWord word = new WordReader(text, new Nested()).read();
        // With a here-document open, shells do not agree on what a further line belongs to.
        unless(documents.isEmpty() || text.since(start).indexOf('\n') < 0);
        return word;
    }

    /** Reads the commands up to the closing parenthesis. */
    private void nested() throws NotUnderstood {
        unless(documents.isEmpty());
        new ShellParser(text, depth + 1, commands).script(")");
    }

    private final class Nested implements WordReader.Substitutions {
        @Override
        public void read() throws NotUnderstood {
            nested();
        }

        @Override
        public void read(String script) throws NotUnderstood {
            new ShellParser(new ShellText(script), depth + 1, commands).script("");
        }
    }
}
