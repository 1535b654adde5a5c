package dev.yardmaster.top;

import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.ClientException;
import java.time.Duration;

/** Shows the stream of a session in place of the fleet, until the user leaves it. */
record SessionOutput(Screen screen, ApiClient client, SessionView sessions) {
    private static final long TICK_MILLIS = 100;
    /** A view that does not end after an interruption does not keep the user. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    void show(String session) throws InterruptedException {
        screen.showOutput();
        screen.println("The stream of the session " + session + ". q goes back.");
        Thread view = Thread.ofPlatform().daemon().name("top-session").start(() -> print(session));
        awaitKey(view);
        view.interrupt();
        view.join(GRACE);
        screen.showFleet();
    }

    private void print(String session) {
        try {
            sessions.show(client, session);
            screen.println("The stream has ended. q goes back.");
        } catch (ClientException e) {
            screen.println(SafeText.message(e) + " q goes back.");
        } catch (InterruptedException _) {
            // The user has left.
        }
    }

    /** Waits for a key that leaves the stream; after its end that is any key. */
    private void awaitKey(Thread view) {
        while (screen.key(TICK_MILLIS)
                .filter(key -> leaves(key) || !view.isAlive())
                .isEmpty()) {}
    }

    private static boolean leaves(Key key) {
        return switch (key.name()) {
            case INTERRUPT, ESCAPE, CLOSED -> true;
            case TEXT -> key.text().equals("q");
            default -> false;
        };
    }
}
