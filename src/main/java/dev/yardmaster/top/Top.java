package dev.yardmaster.top;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.top.ViewState.Notice;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Size;
import org.jline.utils.AttributedString;

/** The loop of the screen: draws what has changed and does what keys ask for. One thread runs it. */
final class Top {
    /** A change is drawn at most this much later. A key is drawn at once. */
    private static final long TICK_MILLIS = 200;

    private final ApiClient client;
    private final Fleet fleet;
    private final Clock clock;
    private final Palette palette;
    private final SessionView sessions;
    /** The results of commands, which run beside the loop. */
    private final AtomicReference<Optional<Notice>> results = new AtomicReference<>(Optional.empty());

    private ViewState state = ViewState.INITIAL;
    private FleetView view;
    private Size size = new Size(0, 0);
    private Optional<Drawn> drawn = Optional.empty();

    /** What the lines on the screen depend on. */
    private record Drawn(long version, ViewState state, Size size, long second) {}

    Top(ApiClient client, Fleet fleet, Clock clock, Palette palette, SessionView sessions) {
        this.client = client;
        this.fleet = fleet;
        this.clock = clock;
        this.palette = palette;
        this.sessions = sessions;
        this.view = fleet.view();
    }

    /** Returns when the user quits. */
    void run(Screen screen) throws InterruptedException {
        size = screen.size();
        while (true) {
            if (screen.isResized()) {
                redraw(screen);
            }
            results.getAndSet(Optional.empty()).ifPresent(notice -> state = state.with(notice));
            draw(screen);
            Optional<Key> key = screen.key(TICK_MILLIS);
            if (key.isPresent() && !apply(key.get(), screen)) {
                return;
            }
        }
    }

    private void draw(Screen screen) {
        var next = new Drawn(fleet.version(), state, size, clock.instant().getEpochSecond());
        if (drawn.filter(next::equals).isEmpty()) {
            view = fleet.view();
            List<AttributedString> lines = layout().lines(size.getColumns(), size.getRows());
            screen.draw(
                    lines.stream().map(new Glyphs(screen.encoding())::encodable).toList());
            drawn = Optional.of(next);
        }
    }

    /** Returns whether the loop goes on. */
    private boolean apply(Key key, Screen screen) throws InterruptedException {
        int page = layout().page(size.getColumns(), size.getRows());
        Controls.Step step = new Controls(state, state.rows(view), page).on(key);
        state = step.state();
        if (step.action().isEmpty()) {
            return true;
        }
        switch (step.action().get()) {
            case Action.Quit() -> {
                return false;
            }
            case Action.Redraw() -> redraw(screen);
            case Action.Suspend() -> {
                screen.suspend();
                redraw(screen);
            }
            case Action.Open(String session) -> {
                new SessionOutput(screen, client, sessions).show(session);
                redraw(screen);
            }
            case Action.Pause(Optional<Duration> length) ->
                command("The dispatcher is paused. r resumes it.", pause(length));
            case Action.Resume() -> command("The dispatcher is resumed.", Call.of("POST", "/api/dispatcher/resume"));
            case Action.Stop(String agent, String session) ->
                command(
                        "The session of " + agent + " is stopped.",
                        Call.of("POST", "/api/sessions/" + Call.encoded(session) + "/stop"));
        }
        return true;
    }

    private void redraw(Screen screen) {
        size = screen.size();
        screen.clear();
        drawn = Optional.empty();
    }

    private static Call pause(Optional<Duration> length) {
        JsonNode body = length.<JsonNode>map(
                        time -> JsonNodeFactory.instance.objectNode().put("for", time.toString()))
                .orElseGet(JsonNodeFactory.instance::objectNode);
        return Call.of("POST", "/api/dispatcher/pause").withBody(body);
    }

    private void command(String success, Call call) {
        Thread.ofVirtual().start(() -> results.set(Optional.of(result(success, call))));
    }

    private Notice result(String success, Call call) {
        try {
            client.send(call);
            return new Notice(success, false);
        } catch (ClientException e) {
            return failure(e);
        } catch (InterruptedException _) {
            return new Notice("The command was interrupted.", true);
        }
    }

    private static Notice failure(ClientException e) {
        return new Notice(SafeText.message(e), true);
    }

    private Layout layout() {
        return new Layout(view, state, new Moments(clock.instant(), clock.getZone()), palette);
    }
}
