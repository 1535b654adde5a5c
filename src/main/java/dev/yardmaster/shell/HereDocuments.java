package dev.yardmaster.shell;

import java.util.ArrayDeque;
import java.util.Deque;

/** The here-documents whose texts follow at the next line. Not thread-safe. */
final class HereDocuments {
    private final Deque<HereDocument> open = new ArrayDeque<>();

    private record HereDocument(String end, boolean literal, boolean withoutTabs) {}

    boolean isEmpty() {
        return open.isEmpty();
    }

    /**
     * Adds a here-document.
     *
     * @param end the word that ends it
     * @param withoutTabs whether tabs at the beginning of its lines do not count
     */
    void add(ShellWord end, boolean withoutTabs) throws NotUnderstood {
        NotUnderstood.unless(end.fixed());
        open.add(new HereDocument(end.text(), end.quoted(), withoutTabs));
    }

    /** Skips their texts. A text is input for a command, so it must not run anything itself. */
    void read(ShellText text) throws NotUnderstood {
        while (!open.isEmpty()) {
            read(text, open.remove());
        }
    }

    private static void read(ShellText text, HereDocument document) throws NotUnderstood {
        while (true) {
            NotUnderstood.unless(!text.isAtEnd());
            String line = text.line();
            String bare = document.withoutTabs() ? line.replaceFirst("^\t+", "") : line;
            if (bare.equals(document.end())) {
                return;
            }
            NotUnderstood.unless(document.literal() || line.chars().noneMatch(c -> c == '$' || c == '`' || c == '\\'));
        }
    }
}
