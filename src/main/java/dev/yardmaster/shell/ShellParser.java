package dev.yardmaster.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    /** Words of special characters that stand for themselves: a test, a group, and an argument of find and xargs. */
    private static final Set<String> NO_PATTERNS = Set.of("[", "{", "}", "{}");

    private static final int DEEPEST = 20;

    private final String text;
    private final int depth;
    private final List<ShellCommand> commands;
    private final Deque<HereDocument> documents = new ArrayDeque<>();
    private int at;

    private ShellParser(String text, int depth, List<ShellCommand> commands) {
        this.text = text;
        this.depth = depth;
        this.commands = commands;
    }

    /** A here-document whose text follows at the next line. */
    private record HereDocument(String end, boolean literal, boolean withoutTabs) {}

    /** The text has something that this parser does not know. */
    private static final class Unknown extends Exception {
        private static final long serialVersionUID = 1;

        Unknown() {
            super("unknown", null, false, false);
        }
    }

    /** Returns the commands in the order of the text, those of substitutions before the command around them; empty if it is not understood. */
    public static Optional<List<ShellCommand>> parse(String script) {
        List<ShellCommand> commands = new ArrayList<>();
        try {
            new ShellParser(script, 0, commands).script("");
            return Optional.of(List.copyOf(commands));
        } catch (Unknown _) {
            return Optional.empty();
        }
    }

    /** Reads commands up to the end of the text, or up to a closing bracket, which is read too. */
    private void script(String closing) throws Unknown {
        if (depth > DEEPEST) {
            throw new Unknown();
        }
        while (true) {
            boolean any = command();
            skipBlanks();
            if (at == text.length()) {
                require(closing.isEmpty() && documents.isEmpty());
                return;
            }
            char next = text.charAt(at);
            if (next == ')') {
                require(closing.equals(")") && documents.isEmpty());
                at++;
                return;
            }
            separator(next, any);
        }
    }

    private void separator(char next, boolean any) throws Unknown {
        switch (next) {
            case '\n' -> {
                at++;
                readDocuments();
            }
            case ';' -> {
                require(any && !isNext(";;"));
                at++;
            }
            case '&' -> {
                require(any);
                at += isNext("&&") ? 2 : 1;
            }
            case '|' -> {
                require(any);
                at += isNext("||") || isNext("|&") ? 2 : 1;
            }
            default -> throw new Unknown();
        }
    }

    /** Reads a simple command, a subshell or a group, with its redirections. Returns false if there is none. */
    private boolean command() throws Unknown {
        skipBlanks();
        if (isNext("(")) {
            require(!isNext("(("));
            at++;
            nested(")");
            redirectionsOnly();
            return true;
        }
        boolean assignments = false;
        List<ShellWord> words = new ArrayList<>();
        List<Redirection> redirections = new ArrayList<>();
        while (true) {
            skipBlanks();
            if (redirection(redirections)) {
                continue;
            }
            if (at == text.length() || ";&|\n()".indexOf(text.charAt(at)) >= 0) {
                break;
            }
            int start = at;
            ShellWord word = word();
            if (words.isEmpty()) {
                String written = text.substring(start, at);
                if (isGroup(written, word, redirections, assignments)) {
                    continue;
                }
                if (written.matches("(?s)[A-Za-z_]\\w*(\\[.*])?\\+?=.*")) {
                    assignments = true;
                    continue;
                }
                // In zsh, '=rm' is the path of rm.
                require(word.fixed() && !RESERVED.contains(written) && !written.startsWith("="));
            }
            words.add(word);
        }
        require(at == text.length() || text.charAt(at) != '(');
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

    private void redirectionsOnly() throws Unknown {
        List<Redirection> redirections = new ArrayList<>();
        do {
            skipBlanks();
        } while (redirection(redirections));
        require(at == text.length() || ";&|\n)".indexOf(text.charAt(at)) >= 0);
        if (!redirections.isEmpty()) {
            commands.add(new ShellCommand(false, List.of(), redirections));
        }
    }

    private void nested(String closing) throws Unknown {
        require(documents.isEmpty());
        var inner = new ShellParser(text, depth + 1, commands);
        inner.at = at;
        inner.script(closing);
        at = inner.at;
    }

    private boolean redirection(List<Redirection> found) throws Unknown {
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        String operator = operator(at == start);
        if (operator.isEmpty()) {
            at = start;
            return false;
        }
        at += operator.length();
        if (operator.startsWith("<<") && !operator.equals("<<<")) {
            hereDocument(operator.equals("<<-"));
            return true;
        }
        // In zsh, '>!' is a redirection without a check, and the file follows.
        require(!isNext("!"));
        skipBlanks();
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
            if (isNext(operator) && !isNext("<(") && !isNext(">(")) {
                return operator.startsWith("&") && !withoutNumber ? "" : operator;
            }
        }
        return "";
    }

    private void hereDocument(boolean withoutTabs) throws Unknown {
        skipBlanks();
        ShellWord end = word();
        require(end.fixed());
        documents.add(new HereDocument(end.text(), end.quoted(), withoutTabs));
    }

    /** The text of a here-document is input for a command, so it must not run anything itself. */
    private void readDocuments() throws Unknown {
        while (!documents.isEmpty()) {
            HereDocument document = documents.remove();
            while (true) {
                require(at < text.length());
                int newline = text.indexOf('\n', at);
                String line = text.substring(at, newline < 0 ? text.length() : newline);
                at = newline < 0 ? text.length() : newline + 1;
                String bare = document.withoutTabs() ? line.replaceFirst("^\t+", "") : line;
                if (bare.equals(document.end())) {
                    break;
                }
                require(document.literal() || line.chars().noneMatch(c -> c == '$' || c == '`' || c == '\\'));
            }
        }
    }

    private ShellWord word() throws Unknown {
        StringBuilder word = new StringBuilder();
        boolean fixed = true;
        boolean quoted = false;
        boolean pattern = false;
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isNext("<(") || isNext(">(")) {
                require(at == start);
                at += 2;
                nested(")");
                word.append("$()");
                fixed = false;
                continue;
            }
            if (" \t\n;&|<>()".indexOf(c) >= 0) {
                break;
            }
            switch (c) {
                case '\'' -> {
                    int end = text.indexOf('\'', at + 1);
                    require(end > 0);
                    word.append(text, at + 1, end);
                    at = end + 1;
                    quoted = true;
                }
                case '"' -> {
                    fixed &= doubleQuoted(word);
                    quoted = true;
                }
                case '\\' -> {
                    require(at + 1 < text.length());
                    char escaped = text.charAt(at + 1);
                    if (escaped != '\n') {
                        word.append(escaped);
                        quoted = true;
                    }
                    at += 2;
                }
                case '$', '`' -> {
                    expansion(word);
                    fixed = false;
                }
                case '*', '?', '[', '{', '}' -> {
                    word.append(c);
                    at++;
                    pattern = true;
                }
                default -> {
                    require(c >= ' ' || c == '\t');
                    word.append(c);
                    at++;
                }
            }
        }
        require(at > start);
        // With a here-document open, shells do not agree on what a further line belongs to.
        require(documents.isEmpty() || text.substring(start, at).indexOf('\n') < 0);
        return new ShellWord(word.toString(), fixed && (!pattern || NO_PATTERNS.contains(word.toString())), quoted);
    }

    /** Reads a double-quoted part. Returns whether it has no expansion. */
    private boolean doubleQuoted(StringBuilder word) throws Unknown {
        at++;
        boolean fixed = true;
        while (true) {
            require(at < text.length());
            char c = text.charAt(at);
            switch (c) {
                case '"' -> {
                    at++;
                    return fixed;
                }
                case '\\' -> {
                    require(at + 1 < text.length());
                    char escaped = text.charAt(at + 1);
                    if ("$`\"\\".indexOf(escaped) >= 0) {
                        word.append(escaped);
                    } else if (escaped != '\n') {
                        word.append('\\').append(escaped);
                    }
                    at += 2;
                }
                case '$', '`' -> {
                    if (c == '$' && (at + 1 == text.length() || text.charAt(at + 1) == '"')) {
                        word.append(c);
                        at++;
                    } else {
                        expansion(word);
                        fixed = false;
                    }
                }
                default -> {
                    word.append(c);
                    at++;
                }
            }
        }
    }

    /** Reads a variable or a command substitution, whose commands are found too. */
    private void expansion(StringBuilder word) throws Unknown {
        int start = at;
        if (text.charAt(at) == '`') {
            backticks();
            word.append("$()");
            return;
        }
        at++;
        require(at < text.length());
        if (isNext("(")) {
            require(!isNext("(("));
            at++;
            nested(")");
            word.append("$()");
            return;
        }
        boolean braces = isNext("{");
        at += braces ? 1 : 0;
        int name = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == name) {
            require(at < text.length() && "@*#?$!-".indexOf(text.charAt(at)) >= 0);
            at++;
        }
        if (braces) {
            require(isNext("}"));
            at++;
        }
        word.append(text, start, at);
    }

    private void backticks() throws Unknown {
        int end = text.indexOf('`', at + 1);
        require(end > 0);
        String inner = text.substring(at + 1, end);
        // Escapes inside of backticks have rules of their own.
        require(inner.indexOf('\\') < 0);
        new ShellParser(inner, depth + 1, commands).script("");
        at = end + 1;
    }

    private static boolean isNameCharacter(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** Skips blanks, lines that continue, and a comment. */
    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if (isNext("\\\n")) {
                at += 2;
            } else if (c == '#' && (at == 0 || " \t\n;&|()".indexOf(text.charAt(at - 1)) >= 0)) {
                int newline = text.indexOf('\n', at);
                at = newline < 0 ? text.length() : newline;
            } else {
                return;
            }
        }
    }

    private boolean isNext(String expected) {
        return text.startsWith(expected, at);
    }

    private static void require(boolean condition) throws Unknown {
        if (!condition) {
            throw new Unknown();
        }
    }
}
