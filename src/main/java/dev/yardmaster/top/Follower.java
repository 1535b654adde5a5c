package dev.yardmaster.top;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.ClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Keeps a fleet up to date: a thread for the feed of changes, one for the events of sessions, and one that reads what has changed. */
final class Follower implements AutoCloseable {
    /** A burst of changes is read once. */
    private static final Duration COLLECT = Duration.ofMillis(100);
    /** The shortest time between two rounds of reading. */
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** Time alone raises no change, and a connection that is cut without a sign shows no error. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Fleet fleet;
    private final FleetReader reader;
    private final InstantSource clock;
    private final Staleness stale = new Staleness();
    private final List<Feed> feeds;
    private final List<Thread> threads;
    private volatile boolean stopped;

    Follower(ApiClient client, Fleet fleet, FleetReader reader, InstantSource clock) {
        this.fleet = fleet;
        this.reader = reader;
        this.clock = clock;
        feeds = List.of(
                new Feed(client, "/api/changes", stale::changed, new Status()),
                new Feed(client, "/api/events", this::event, new Silent()));
        threads = List.of(
                thread("changes", feeds.getFirst()),
                thread("events", feeds.getLast()),
                thread("reader", this::readChanges));
    }

    void start() {
        threads.forEach(Thread::start);
    }

    @Override
    public void close() {
        stopped = true;
        feeds.forEach(Feed::stop);
        threads.forEach(Thread::interrupt);
    }

    private static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name("top-" + name).unstarted(work);
    }

    private void event(JsonNode event) {
        fleet.event(event);
        if (event.path("type").asText().equals("usage")) {
            stale.thing(Kind.SESSION, event.path("session").asText());
        }
    }

    private void readChanges() {
        try {
            while (!stopped) {
                if (!stale.await(longestWait())) {
                    stale.dispatcher();
                }
                Thread.sleep(COLLECT);
                read(stale.take());
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException _) {
            // The screen is closed.
        }
    }

    /** The dispatcher is read again when it continues by itself. */
    private Duration longestWait() {
        Duration left = fleet.dispatcherUntil()
                .map(until -> Duration.between(clock.instant(), until))
                .filter(Duration::isPositive)
                .orElse(LONGEST);
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    private void read(Staleness.Batch batch) throws InterruptedException {
        try {
            reader.read(batch);
        } catch (ClientException e) {
            stale.again(batch);
            if (e.kind() == ClientException.Kind.UNREACHABLE) {
                // The feeds wait for their next attempt already, or they have not noticed yet.
                reconnect();
            }
        }
    }

    private void reconnect() {
        if (fleet.view().service().connection() instanceof Connection.Live) {
            threads.subList(0, feeds.size()).forEach(Thread::interrupt);
        }
    }

    /** Shows the state of the connection to the user. */
    private final class Status implements Feed.Listener {
        @Override
        public void connected() {
            fleet.connection(new Connection.Live());
            Thread.ofVirtual().start(this::readAbout);
        }

        @Override
        public void lost(String message, Duration retryIn) {
            fleet.connection(new Connection.Lost(message, clock.instant().plus(retryIn)));
        }

        private void readAbout() {
            try {
                reader.readAbout();
            } catch (InterruptedException _) {
                // The screen is closed.
            }
        }
    }

    /** The feed of changes shows the state of the connection already. */
    private static final class Silent implements Feed.Listener {
        @Override
        public void connected() {}

        @Override
        public void lost(String message, Duration retryIn) {}
    }
}
