package dev.yardmaster.follow;

import dev.yardmaster.terminal.Style;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shows the messages and the reasoning of one session. The complete text follows its deltas, so only what the deltas did not show of it is
 * added. Not thread-safe.
 */
final class MessageTexts {
    private final StyledText out;
    private final Map<String, Preview> previews = new LinkedHashMap<>();

    MessageTexts(StyledText out) {
        this.out = out;
    }

    /** The form of a text. */
    enum Kind {
        MESSAGE(Style.PLAIN, ""),
        REASONING(Style.DIM, "~ ");

        private final Style style;
        private final String prefix;

        Kind(Style style, String prefix) {
            this.style = style;
            this.prefix = prefix;
        }
    }

    /** A text of which the deltas have come, and how many of its characters are shown. */
    private static final class Preview {
        private final Kind kind;
        private final StringBuilder text = new StringBuilder();
        private int shown;

        private Preview(Kind kind) {
            this.kind = kind;
        }
    }

    /**
     * Shows a delta.
     *
     * @param live whether the start of a line is shown before its end is known
     */
    void delta(String id, Kind kind, String delta, boolean live) {
        Preview preview = previews.computeIfAbsent(id, _ -> new Preview(kind));
        preview.text.append(delta);
        int end = live ? withoutHalfOfAPair(preview.text) : preview.text.lastIndexOf("\n") + 1;
        show(id, preview, Math.max(end, preview.shown));
    }

    /** Shows what is not shown yet of a complete text. */
    void complete(String id, Kind kind, String whole) {
        Preview preview = previews.remove(id);
        String rest = whole;
        if (preview != null) {
            if (whole.startsWith(preview.text.substring(0, preview.shown))) {
                rest = whole.substring(preview.shown);
            } else {
                // The deltas are not the start of the text, for example because the stream started in the middle of it.
                out.endLine();
            }
        }
        out.part(writer(id), kind.style, kind.prefix, rest);
        out.endLine();
    }

    /** The deltas of a text are void, because the agent writes it again. */
    void discard(String id) {
        Preview preview = previews.remove(id);
        if (preview != null && preview.shown > 0) {
            out.line(Style.DIM, "- the text above is void: the agent writes it again");
        }
    }

    /** Shows the rest of all texts that will not be completed. */
    void end() {
        previews.forEach((id, preview) -> {
            show(id, preview, preview.text.length());
            out.endLine();
        });
        previews.clear();
    }

    private void show(String id, Preview preview, int end) {
        out.part(writer(id), preview.kind.style, preview.kind.prefix, preview.text.substring(preview.shown, end));
        preview.shown = end;
    }

    private static String writer(String id) {
        return "text " + id;
    }

    private static int withoutHalfOfAPair(StringBuilder text) {
        int length = text.length();
        return length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    }
}
