package dev.yardmaster.permission;

import java.util.Arrays;

/** A text with wildcards. Follows all possible matches at once, so no text and no pattern make it slow. Immutable. */
final class Glob {
    /** Any characters but slashes. */
    private static final int IN_DIRECTORY = -1;
    /** Any characters. */
    private static final int ANY = -2;
    /** Nothing, or what {@link #DIRECTORIES} stands for, which follows. */
    private static final int OPTIONAL = -3;
    /** Any characters up to a slash. */
    private static final int DIRECTORIES = -4;

    /** Characters and wildcards. */
    private final int[] parts;
    /** The characters before the first wildcard. */
    private final String prefix;

    private Glob(int[] parts) {
        this.parts = parts;
        StringBuilder start = new StringBuilder();
        for (int i = 0; i < parts.length && parts[i] >= 0; i++) {
            start.append((char) parts[i]);
        }
        this.prefix = start.toString();
    }

    static Glob ofText(String pattern) {
        return parse(pattern, false);
    }

    static Glob ofPath(String pattern) {
        return parse(pattern, true);
    }

    private static Glob parse(String pattern, boolean path) {
        int[] parts = new int[pattern.length()];
        int count = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                i++;
                parts[count++] = pattern.charAt(i);
            } else if (c != '*') {
                parts[count++] = c;
            } else if (!path) {
                parts[count++] = ANY;
            } else if (pattern.startsWith("**/", i)) {
                parts[count++] = OPTIONAL;
                parts[count++] = DIRECTORIES;
                i += 2;
            } else if (pattern.startsWith("**", i)) {
                parts[count++] = ANY;
                i++;
            } else {
                parts[count++] = IN_DIRECTORY;
            }
        }
        return new Glob(Arrays.copyOf(parts, count));
    }

    boolean isLiteral() {
        return prefix.length() == parts.length;
    }

    String prefix() {
        return prefix;
    }

    boolean matches(String text) {
        if (isLiteral()) {
            return text.equals(prefix);
        }
        if (!text.startsWith(prefix)) {
            return false;
        }
        boolean[] places = new boolean[parts.length + 1];
        places[prefix.length()] = true;
        pass(places);
        for (int i = prefix.length(); i < text.length(); i++) {
            places = after(text.charAt(i), places);
            pass(places);
        }
        return places[parts.length];
    }

    /** The places in the pattern after one more character. */
    private boolean[] after(char c, boolean[] places) {
        boolean[] next = new boolean[places.length];
        for (int i = prefix.length(); i < parts.length; i++) {
            if (places[i]) {
                switch (parts[i]) {
                    case IN_DIRECTORY -> next[i] |= c != '/';
                    case ANY -> next[i] = true;
                    case OPTIONAL -> {}
                    case DIRECTORIES -> {
                        next[i] = true;
                        next[i + 1] |= c == '/';
                    }
                    default -> next[i + 1] |= parts[i] == c;
                }
            }
        }
        return next;
    }

    /** Adds the places that are reached without a character. */
    private void pass(boolean[] places) {
        for (int i = prefix.length(); i < parts.length; i++) {
            if (places[i] && parts[i] < 0 && parts[i] != DIRECTORIES) {
                places[i + 1] = true;
                if (parts[i] == OPTIONAL) {
                    places[i + 2] = true;
                }
            }
        }
    }
}
