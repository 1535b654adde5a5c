package dev.yardmaster.process;

import java.util.BitSet;
import java.util.List;

/** Replaces secrets in a text, also a secret with line breaks in it: programs wrap long lines. Immutable. */
record TextMask(List<String> secrets, String mask) {
    /** @param secrets the longer ones first */
    TextMask(List<String> secrets, String mask) {
        this.secrets = secrets.stream().map(TextMask::unwrapped).distinct().toList();
        this.mask = mask;
    }

    String apply(String text) {
        String unwrapped = unwrapped(text);
        BitSet hidden = new BitSet();
        BitSet starts = new BitSet();
        for (String secret : secrets) {
            for (int at = unwrapped.indexOf(secret); at >= 0; at = unwrapped.indexOf(secret, at + 1)) {
                if (hidden.get(at, at + secret.length()).isEmpty()) {
                    hidden.set(at, at + secret.length());
                    starts.set(at);
                }
            }
        }
        return hidden.isEmpty() ? text : masked(text, hidden, starts);
    }

    /** The indexes of the bits count the characters that are no line breaks. */
    private String masked(String text, BitSet hidden, BitSet starts) {
        var out = new StringBuilder(text.length());
        int index = 0;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\n') {
                // A line break inside a secret disappears with it.
                if (index == 0 || !hidden.get(index - 1) || !hidden.get(index) || starts.get(index)) {
                    out.append('\n');
                }
                continue;
            }
            if (starts.get(index)) {
                out.append(mask);
            } else if (!hidden.get(index)) {
                out.append(text.charAt(at));
            }
            index++;
        }
        return out.toString();
    }

    private static String unwrapped(String text) {
        return text.replace("\n", "");
    }
}
