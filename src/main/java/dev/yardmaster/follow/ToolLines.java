package dev.yardmaster.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.terminal.PlainText;
import dev.yardmaster.terminal.Style;

/** Shows calls of tools and their results, each on one line or as a whole. */
final class ToolLines {
    private static final String INDENT = "    ";
    /** A shorter rest of a line shows nothing. */
    private static final int SHORTEST = 4;

    private final StyledText out;
    private final Screen screen;
    private final boolean whole;

    ToolLines(StyledText out, Screen screen, boolean whole) {
        this.out = out;
        this.screen = screen;
        this.whole = whole;
    }

    void call(Event event, SessionView view) {
        JsonNode input = event.data().path("input");
        view.call(event.text("call"), event.text("name"));
        String start = "* " + event.text("name");
        if (whole) {
            out.line(Style.CYAN, start);
            out.lines(Style.PLAIN, INDENT, ToolText.whole(input));
        } else {
            shortLine(Style.CYAN, start, Style.PLAIN, ToolText.inShort(input));
        }
    }

    void result(Event event, SessionView view) {
        boolean failed = event.data().path("error").asBoolean();
        String output = ToolText.output(event.data().path("output"));
        String name = view.result(event.text("call")).map(it -> it + " ").orElse("");
        String start = "  " + name + (failed ? "failed" : "ok");
        Style style = failed ? Style.RED : Style.GREEN;
        if (whole) {
            out.line(style, start);
            out.lines(Style.DIM, INDENT, output);
        } else {
            shortLine(style, start, Style.DIM, ToolText.summary(output));
        }
        view.interrupt();
    }

    private void shortLine(Style startStyle, String start, Style style, String content) {
        String head = PlainText.cut(PlainText.line(start), screen.width());
        int left = screen.width() - PlainText.width(head);
        String rest = content.isEmpty() || left < SHORTEST ? "" : PlainText.cut(PlainText.line(": " + content), left);
        out.line(startStyle, head, style, rest);
    }
}
