package dev.yardmaster.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.follow.MessageTexts.Kind;
import dev.yardmaster.terminal.PlainText;
import dev.yardmaster.terminal.Style;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns events into text for people. Each line shows by its start what it is: {@code >} a message to the agent, nothing a message of the agent,
 * {@code ~} its reasoning, {@code *} a call of a tool and two blanks its result, {@code !} an error, a limit or a retry, {@code -} a remark, and
 * {@code =} the start and the end of a session. Not thread-safe.
 */
final class EventRenderer {
    private final Screen screen;
    private final Clock clock;
    private final Function<String, Optional<SessionCard>> cards;
    private final StyledText out;
    private final ToolLines tools;
    private final SessionEndText end;
    private final Map<String, SessionView> views = new HashMap<>();
    private String current = "";

    /**
     * @param withTools whether inputs and outputs of tools are shown as a whole
     * @param clock the time and the zone of the reader
     * @param cards finds a session
     */
    EventRenderer(Screen screen, boolean withTools, Clock clock, Function<String, Optional<SessionCard>> cards) {
        this.screen = screen;
        this.clock = clock;
        this.cards = cards;
        this.out = new StyledText(screen.colored());
        this.tools = new ToolLines(out, screen, withTools);
        this.end = new SessionEndText(out, clock);
    }

    /** The text of an event, with the end of a line that is still open if something else follows. */
    String render(Event event) {
        SessionView view = view(event.session());
        if (!event.is("message.delta") && !event.is("tool.result")) {
            view.interrupt();
        }
        render(event, view);
        if (event.is("session.ended")) {
            views.remove(event.session());
        }
        return out.take();
    }

    /** The text of an event that can't be read. */
    String unreadable(String event) {
        out.line(Style.DIM, cut("- an event that can't be displayed (--json prints it): " + event));
        return out.take();
    }

    /** The end of the line that is open, if one is. */
    String close() {
        out.endLine();
        return out.take();
    }

    private SessionView view(String session) {
        boolean isNew = !views.containsKey(session);
        SessionView view = views.computeIfAbsent(session, _ -> new SessionView(out));
        if (isNew) {
            Optional<SessionCard> card = cards.apply(session);
            out.line(Style.BOLD, "= " + card.map(SessionCard::title).orElse("session " + session));
            card.flatMap(SessionCard::handOver).ifPresent(it -> out.line(Style.YELLOW, "- " + it));
        } else if (!current.equals(session)) {
            out.line(Style.BOLD, "= session " + session);
        }
        current = session;
        return view;
    }

    private void render(Event event, SessionView view) {
        switch (event.type()) {
            case "user.message" ->
                out.lines(Style.CYAN, "> ", event.text("text").stripTrailing());
            case "turn.started" -> remark("the agent starts a turn by itself");
            case "background.tasks" -> backgroundTasks(event);
            case "session.started" -> remark("started" + named(event, "model", ", model "));
            case "message.delta" -> delta(event, view);
            case "message" -> message(event, view);
            case "reasoning" -> view.texts().complete(event.text("message"), Kind.REASONING, event.text("text"));
            case "tool.call" -> tools.call(event, view);
            case "tool.result" -> tools.result(event, view);
            case "usage" -> view.consume(Consumption.of(event.data()));
            case "turn.ended" -> turnEnded(event, view);
            case "approval.requested" ->
                out.line(Style.YELLOW, PlainText.line("! " + ApprovalText.requested(event, clock)));
            case "approval.decided" -> remark(ApprovalText.decided(event));
            case "limit" -> limit(event, view);
            case "retry" -> retry(event, view);
            case "error" -> error(event, view);
            case "gap" -> gap(event);
            case "session.ended" -> sessionEnded(event, view);
            case "provider.raw" ->
                remark("the CLI printed: " + printed(event.data().path("line")));
            default -> remark(event.type() + " " + event.data());
        }
    }

    private void delta(Event event, SessionView view) {
        Kind kind = event.text("content").equals("reasoning") ? Kind.REASONING : Kind.MESSAGE;
        // The texts of several sessions would tear each other's lines.
        boolean live = screen.isTerminal() && views.size() == 1;
        view.texts().delta(event.text("message"), kind, event.text("text"), live);
    }

    private void message(Event event, SessionView view) {
        view.answer(event.text("text"));
        view.texts().complete(event.text("message"), Kind.MESSAGE, event.text("text"));
    }

    private void backgroundTasks(Event event) {
        long running = event.data().path("running").asLong();
        remark(
                running == 0
                        ? "no task runs in the background"
                        : Quantities.of(running, "task runs", "tasks run") + " in the background: "
                                + ToolText.inShort(event.data().path("tasks")));
    }

    private void turnEnded(Event event, SessionView view) {
        view.texts().end();
        String result = Objects.requireNonNullElse(event.data().path("result").textValue(), "");
        if (!result.isEmpty() && !view.hasShown(result)) {
            out.lines(Style.PLAIN, "", result.stripTrailing());
        }
        Consumption consumed = view.endTurn();
        Style style =
                switch (event.text("outcome")) {
                    case "failed" -> Style.RED;
                    case "interrupted" -> Style.YELLOW;
                    default -> Style.DIM;
                };
        out.line(style, "- turn " + event.text("outcome") + (consumed.isNone() ? "" : ": " + consumed));
    }

    private void limit(Event event, SessionView view) {
        String name = "limit" + named(event, "window", " ");
        String until = event.time("resetsAt")
                .map(it -> Quantities.countdown(it, clock))
                .orElse("");
        if (event.data().path("blocked").asBoolean()) {
            out.line(Style.YELLOW, "! " + name + " is reached" + (until.isEmpty() ? "" : ", limited until " + until));
        } else if (view.limit(name + event.text("resetsAt"))) {
            remark(name + " is not reached" + (until.isEmpty() ? "" : ", starts again at " + until));
        }
    }

    private void retry(Event event, SessionView view) {
        if (event.data().has("discarded")) {
            view.texts().discard(event.text("discarded"));
        }
        int attempt = event.data().path("attempt").asInt();
        out.line(
                Style.YELLOW,
                "! the CLI tries again" + delay(event) + (attempt == 0 ? "" : " (attempt " + attempt + ")") + ": "
                        + event.text("reason") + status(event));
    }

    private void error(Event event, SessionView view) {
        boolean fatal = event.data().path("fatal").asBoolean(true);
        if (fatal) {
            view.answer(event.text("message"));
        }
        out.line(
                fatal ? Style.RED : Style.YELLOW,
                (fatal ? "! error " : "! warning ") + event.text("kind") + status(event) + ": "
                        + event.text("message"));
    }

    private void gap(Event event) {
        long from = event.data().path("from").asLong();
        long to = event.data().path("to").asLong();
        out.line(
                Style.YELLOW,
                (from == to ? "! event " + from + " is" : "! events " + from + " to " + to + " are") + " missing: "
                        + event.text("reason"));
    }

    private void sessionEnded(Event event, SessionView view) {
        view.texts().end();
        Consumption total = view.total();
        if (!total.isNone()) {
            remark("all turns: " + total);
        }
        end.add(event);
    }

    private void remark(String text) {
        out.line(Style.DIM, cut("- " + text));
    }

    private String cut(String line) {
        return PlainText.cut(PlainText.line(line), screen.width());
    }

    private static String printed(JsonNode line) {
        return line.path("message").isTextual()
                ? line.path("message").asText()
                : line.isTextual() ? line.asText() : line.toString();
    }

    private static String named(Event event, String field, String before) {
        return event.data().has(field) ? before + event.text(field) : "";
    }

    private static String status(Event event) {
        return named(event, "status", " (HTTP ") + (event.data().has("status") ? ")" : "");
    }

    private static String delay(Event event) {
        try {
            Duration delay = Duration.parse(event.text("delay"));
            return delay.isPositive() ? " in " + Quantities.duration(delay) : "";
        } catch (DateTimeParseException _) {
            return "";
        }
    }
}
