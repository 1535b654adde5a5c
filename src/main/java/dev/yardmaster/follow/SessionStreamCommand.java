package dev.yardmaster.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.EventStream;
import dev.yardmaster.client.Targets;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the events of one session, from the first one on. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the events of a session live, until it has ended.",
            "A session that has ended is shown as a whole. Ctrl-C ends the command only; the session goes on."
        })
public final class SessionStreamCommand extends StreamCommand {
    private static final int LOOKS = 5;
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    @Parameters(paramLabel = "SESSION", description = "The id of the session.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private String session;

    /** @param screen where the output goes; asked only if it is text for people */
    public SessionStreamCommand(Targets targets, PrintStream out, Supplier<Screen> screen) {
        super(targets, out, screen);
    }

    /** The stream of the session. */
    private record Source(ApiClient client, Call call) implements Follower.Source {
        @Override
        public EventStream open(Optional<String> cursor) throws InterruptedException {
            return client.stream(call, cursor);
        }

        @Override
        public boolean endsWith(Event event) {
            return event.is("session.ended");
        }
    }

    /** The stream of a session. */
    static Follower.Source source(ApiClient client, String session) {
        return new Source(client, Call.get("/api/sessions/" + Call.part(session) + "/events"));
    }

    @Override
    String collection() {
        return "/api/sessions";
    }

    @Override
    String thing() {
        return session;
    }

    @Override
    void follow(ApiClient client, String id, Console console, Follower.Handler handler) throws InterruptedException {
        boolean seen = follow(source(client, id), console, handler);
        Optional<JsonNode> ended = new Sessions(client).find(id);
        if (ended.isPresent() && !seen) {
            console.notice(withoutEvents(ended.get()));
        }
        if (ended.isPresent()) {
            successor(client, ended.get())
                    .ifPresent(next -> console.notice("The work goes on in "
                            + SessionCard.of(next, Optional.empty()).title()
                            + ". Show it with `yardmaster session stream "
                            + next.path("id").asText() + "`."));
        }
    }

    /** What the stream has not shown, because it was over at the cursor. */
    private static String withoutEvents(JsonNode session) {
        return (session.has("logDeletedAt")
                        ? "The events of the session were deleted at "
                                + session.path("logDeletedAt").asText()
                        : "No events follow")
                + ". The session has ended: " + session.path("state").asText() + ". "
                + session.path("end").path("reason").asText();
    }

    /** The session that continues the work. It starts soon after the end, if it does. */
    private static Optional<JsonNode> successor(ApiClient client, JsonNode session) throws InterruptedException {
        String state = session.path("state").asText();
        int looks = state.equals("limited") || state.equals("stopped") && session.has("task") ? LOOKS : 1;
        var sessions = new Sessions(client);
        try {
            for (int look = 1; ; look++) {
                Optional<JsonNode> next = sessions.successor(session);
                if (next.isPresent() || look == looks) {
                    return next;
                }
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (ClientException _) {
            return Optional.empty();
        }
    }
}
