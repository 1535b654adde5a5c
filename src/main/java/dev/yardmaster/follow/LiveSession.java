package dev.yardmaster.follow;

import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Backoff;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Prints the stream of a session as a part of another command. */
public final class LiveSession {
    private final PrintStream out;
    private final Supplier<Screen> screen;

    /** @param out gets the events, and the notices about the connection */
    public LiveSession(PrintStream out, Supplier<Screen> screen) {
        this.out = out;
        this.screen = screen;
    }

    /** Prints the stream from its first event until the session ends or the thread is interrupted. */
    public void show(ApiClient client, String session) throws InterruptedException {
        var console = new Console(out, new PrintWriter(out, true, StandardCharsets.UTF_8));
        var renderer = new EventRenderer(screen.get(), false, Clock.systemDefaultZone(), new Sessions(client)::card);
        new Follower(
                        SessionStreamCommand.source(client, session),
                        new Backoff(RandomGenerator.getDefault()),
                        Thread::sleep,
                        console::notice)
                .follow(
                        Optional.empty(),
                        (frame, event) -> console.print(
                                event.map(renderer::render).orElseGet(() -> renderer.unreadable(frame.text()))));
    }
}
