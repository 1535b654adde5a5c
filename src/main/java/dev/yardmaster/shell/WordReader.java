package dev.yardmaster.shell;

import java.util.Set;

/** Reads one word of a script, with its quotes and expansions. Not thread-safe, and used once. */
final class WordReader {
    /** Words of special characters that stand for themselves: a test, a group, and an argument of find and xargs. */
    private static final Set<String> NO_PATTERNS = Set.of("[", "{", "}", "{}");

    private static final String ENDS = " \t\n;&|<>()";
    /** What stands for the output of a command in the text of a word. */
    private static final String OUTPUT = "$()";

    private final ShellText text;
    private final Substitutions substitutions;
    private final StringBuilder word = new StringBuilder();
    private boolean fixed = true;
    private boolean quoted;
    private boolean pattern;

    /** Finds the commands of substitutions. */
    interface Substitutions {
        /** Reads the commands up to a closing parenthesis, which is read too. */
        void read() throws NotUnderstood;

        /** Finds the commands in a script of its own. */
        void read(String script) throws NotUnderstood;
    }

    WordReader(ShellText text, Substitutions substitutions) {
        this.text = text;
        this.substitutions = substitutions;
    }

    /** Reads the word. The text must not be at a blank. */
    ShellWord read() throws NotUnderstood {
        int start = text.position();
        while (!text.isAtEnd()) {
            if (text.isNext("<(") || text.isNext(">(")) {
                NotUnderstood.unless(text.position() == start);
                text.skip(2);
                output();
            } else if (text.isNextOneOf(ENDS)) {
                break;
            } else {
                part();
            }
        }
        NotUnderstood.unless(text.position() > start);
        boolean isPattern = pattern && !NO_PATTERNS.contains(word.toString());
        return new ShellWord(word.toString(), fixed && !isPattern, quoted);
    }

    private void part() throws NotUnderstood {
        char c = text.next();
        switch (c) {
            case '\'' -> {
                word.append(text.quoted());
                quoted = true;
            }
            case '"' -> {
                doubleQuoted();
                quoted = true;
            }
            case '\\' -> escaped();
            case '$', '`' -> expansion();
            case '*', '?', '[', '{', '}' -> {
                add(c);
                pattern = true;
            }
            default -> {
                NotUnderstood.unless(c >= ' ' || c == '\t');
                add(c);
            }
        }
    }

    private void add(char c) {
        word.append(c);
        text.skip(1);
    }

    private void escaped() throws NotUnderstood {
        char escaped = text.afterNext();
        if (escaped != '\n') {
            word.append(escaped);
            quoted = true;
        }
        text.skip(2);
    }

    private void doubleQuoted() throws NotUnderstood {
        text.skip(1);
        while (true) {
            NotUnderstood.unless(!text.isAtEnd());
            char c = text.next();
            switch (c) {
                case '"' -> {
                    text.skip(1);
                    return;
                }
                case '\\' -> escapedInQuotes();
                case '$', '`' -> {
                    if (text.isNext("$\"")) {
                        add(c);
                    } else {
                        expansion();
                    }
                }
                default -> add(c);
            }
        }
    }

    private void escapedInQuotes() throws NotUnderstood {
        char escaped = text.afterNext();
        if ("$`\"\\".indexOf(escaped) >= 0) {
            word.append(escaped);
        } else if (escaped != '\n') {
            word.append('\\').append(escaped);
        }
        text.skip(2);
    }

    /** A variable or a command substitution. */
    private void expansion() throws NotUnderstood {
        fixed = false;
        if (text.isNext("`")) {
            String script = text.quoted();
            // Escapes inside of backticks have rules of their own.
            NotUnderstood.unless(script.indexOf('\\') < 0);
            substitutions.read(script);
            word.append(OUTPUT);
        } else if (text.isNext("$(")) {
            NotUnderstood.unless(!text.isNext("$(("));
            text.skip(2);
            output();
        } else {
            variable();
        }
    }

    private void output() throws NotUnderstood {
        substitutions.read();
        word.append(OUTPUT);
        fixed = false;
    }

    private void variable() throws NotUnderstood {
        int start = text.position();
        text.skip(1);
        boolean braces = text.isNext("{");
        text.skip(braces ? 1 : 0);
        int name = text.position();
        while (!text.isAtEnd() && isNameCharacter(text.next())) {
            text.skip(1);
        }
        if (text.position() == name) {
            NotUnderstood.unless(text.isNextOneOf("@*#?$!-"));
            text.skip(1);
        }
        if (braces) {
            NotUnderstood.unless(text.isNext("}"));
            text.skip(1);
        }
        word.append(text.since(start));
    }

    private static boolean isNameCharacter(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
