package dev.yardmaster.top;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Backoff;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Follows a stream of the service, also after a restart of the service: it continues after the last event. One thread runs it. */
final class Feed implements Runnable {
    private final ApiClient client;
    private final String path;
    private final Consumer<JsonNode> onEvent;
    private final Listener listener;
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    private volatile boolean stopped;
    private Optional<String> cursor = Optional.empty();

    /** Learns about the connection. */
    interface Listener {
        void connected();

        /** @param retryIn when the next attempt follows */
        void lost(String message, Duration retryIn);
    }

    Feed(ApiClient client, String path, Consumer<JsonNode> onEvent, Listener listener) {
        this.client = client;
        this.path = path;
        this.onEvent = onEvent;
        this.listener = listener;
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                follow();
                pause("The service has ended the connection.");
            } catch (ClientException e) {
                // The service does not know the cursor any more if its database is another one.
                cursor = e.kind() == Kind.USAGE ? Optional.empty() : cursor;
                pause(SafeText.message(e));
            } catch (InterruptedException _) {
                // Connect again, unless the feed is stopped.
            }
        }
    }

    /** The thread ends after its next interruption. */
    void stop() {
        stopped = true;
    }

    private void follow() throws InterruptedException {
        var stream = client.stream(Call.get(path), cursor);
        backoff.reset();
        listener.connected();
        stream.forEachFrame(frame -> {
            cursor = frame.id().or(() -> cursor);
            if (!frame.text().isEmpty()) {
                onEvent.accept(frame.data());
            }
        });
    }

    private void pause(String message) {
        try {
            Duration wait = backoff.next();
            listener.lost(message, wait);
            Thread.sleep(wait);
        } catch (InterruptedException _) {
            // Connect at once, unless the feed is stopped.
        }
    }
}
