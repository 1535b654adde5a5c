package dev.yardmaster.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * The service of a simulated fleet, and all future events in the order of time. The service runs a {@link DispatchRound} when it is notified,
 * and at the time that the last round returned, but never for any other reason: polling is off.
 */
final class FleetService {
    private static final int MAX_ROUNDS_AT_ONCE = 10_000;
    /** Longer than any simulation. */
    private static final Duration NO_POLL = Duration.ofDays(10_000);

    private final Fleet fleet;
    private final FleetChecks checks;
    private final FleetStarter starter;
    private final DispatchRound round;
    private final FleetProviders providers;
    private final RandomGenerator random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private final boolean claimsTakeTime;
    private long numbers;
    private long steps;
    private int run = 1;
    private boolean up = true;
    private boolean mayBeKilled = true;
    private Instant nextRound = Fleet.START;

    FleetService(Fleet fleet, RandomGenerator random) {
        this.fleet = fleet;
        this.random = random;
        this.claimsTakeTime = random.nextBoolean();
        this.checks = new FleetChecks(fleet);
        this.starter = new FleetStarter(fleet, this);
        this.round = new DispatchRound(
                new FleetStore(fleet, this, starter),
                new WithoutPolling(),
                () -> fleet.now,
                _ -> fleet.counts.add("plans"));
        this.providers = new FleetProviders(fleet, this, random);
    }

    private record Event(Instant at, long number, String name, Runnable action) {}

    private static final class WithoutPolling extends DefaultDispatchConfig {
        @Override
        public Duration poll() {
            return NO_POLL;
        }
    }

    /** The service has been killed, as if by {@code kill -9}. */
    static final class Killed extends RuntimeException {
        Killed(String when) {
            super(when, null, false, false);
        }
    }

    FleetChecks checks() {
        return checks;
    }

    FleetProviders providers() {
        return providers;
    }

    /** The number of its current run. */
    int run() {
        return run;
    }

    /** How many events and rounds there have been. */
    long steps() {
        return steps;
    }

    boolean isUp() {
        return up;
    }

    void after(Duration time, String name, Runnable action) {
        events.add(new Event(fleet.now.plus(time), ++numbers, name, action));
    }

    /** Schedules an event of a session. It is dropped if the session or the service is gone by then. */
    void after(Duration time, String name, FleetSession session, Runnable action) {
        after(time, name + " " + session.id, () -> {
            if (up && session.serviceRun == run && session.end.isEmpty()) {
                action.run();
            }
        });
    }

    void startByHand(FleetAgent agent) {
        starter.storeByHand(agent).ifPresent(this::launch);
    }

    void launch(FleetSession session) {
        providers.launched(session);
    }

    /** From now on no more failures occur. */
    void calmDown() {
        mayBeKilled = false;
        providers.calmDown();
    }

    /** Plays all events until none is left. */
    void play() {
        while (true) {
            Optional<Instant> next = nextStep();
            if (next.isEmpty()) {
                return;
            }
            checks.nothingStartableUntil(up ? next.get() : fleet.now);
            step(next.get());
        }
    }

    void kill() {
        if (up && mayBeKilled) {
            throw new Killed("any time");
        }
    }

    void maybeKilled(String when) {
        if (mayBeKilled && random.nextInt(400) == 0) {
            throw new Killed(when);
        }
    }

    /** Whether other events can occur during a round. */
    boolean claimsTakeTime() {
        return claimsTakeTime;
    }

    /** Lets the time of one claim pass, with the events in it. */
    void passClaimTime() {
        if (claimsTakeTime) {
            Instant until = fleet.now.plus(random.nextInt(4_000), ChronoUnit.MICROS);
            while (!events.isEmpty() && !events.element().at().isAfter(until)) {
                playEvent();
            }
            fleet.now = until;
        }
    }

    private Optional<Instant> nextStep() {
        Optional<Instant> event = Optional.ofNullable(events.peek()).map(Event::at);
        boolean waits = up && nextRound.isBefore(Fleet.START.plus(NO_POLL));
        return !waits || event.filter(at -> !at.isAfter(nextRound)).isPresent() ? event : Optional.of(nextRound);
    }

    private void step(Instant at) {
        steps++;
        fleet.now = at.isAfter(fleet.now) ? at : fleet.now;
        try {
            if (!events.isEmpty() && !events.element().at().isAfter(fleet.now)) {
                playEvent();
            }
            if (up && (fleet.notified || !nextRound.isAfter(fleet.now))) {
                Optional<Instant> reset = checks.firstReset().filter(fleet.now::equals);
                dispatch();
                reset.ifPresent(checks::startedAtReset);
            }
        } catch (Killed killed) {
            die(killed);
        }
        checks.rows();
    }

    private void playEvent() {
        Event event = events.remove();
        fleet.now = event.at().isAfter(fleet.now) ? event.at() : fleet.now;
        fleet.trace(event.name());
        checks.stateChanges();
        event.action().run();
    }

    private void dispatch() {
        for (int rounds = 0; rounds == 0 || fleet.notified || !nextRound.isAfter(fleet.now); rounds++) {
            if (rounds > MAX_ROUNDS_AT_ONCE) {
                throw new AssertionError("The dispatcher runs one round after another without end.");
            }
            fleet.notified = false;
            Duration untilNext = round.run(() -> false);
            nextRound = fleet.now.plus(untilNext);
            fleet.counts.add("rounds");
        }
        checks.roundsDone();
    }

    private void die(Killed killed) {
        fleet.trace("killed " + killed.getMessage());
        fleet.counts.add("kills " + killed.getMessage());
        up = false;
        long seconds = random.nextInt(3) == 0 ? random.nextInt(7200) : random.nextInt(20);
        after(Duration.ofSeconds(seconds), "restart", this::restart);
    }

    private void restart() {
        up = true;
        run++;
        fleet.faults.clear();
        List.copyOf(fleet.live.values()).forEach(session -> fleet.end(session, FleetProviders.LOST));
        fleet.notified = true;
    }
}
