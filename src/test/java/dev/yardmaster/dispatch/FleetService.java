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
 * The service of a simulated fleet, with all that is to happen to it in the order of time. Its dispatcher looks when it is notified and
 * when it has said that it would, and at no other time.
 */
final class FleetService {
    private static final int MOST_LOOKS_AT_ONCE = 10_000;

    private final Fleet fleet;
    private final FleetChecks checks;
    private final FleetDispatcher dispatcher;
    private final FleetProviders providers;
    private final RandomGenerator random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private final boolean takesTime;
    private long numbers;
    private long steps;
    private int run = 1;
    private boolean up = true;
    private boolean mayBeKilled = true;
    private Instant wake = Fleet.START;

    FleetService(Fleet fleet, RandomGenerator random) {
        this.fleet = fleet;
        this.random = random;
        this.takesTime = random.nextBoolean();
        this.checks = new FleetChecks(fleet);
        this.dispatcher = new FleetDispatcher(fleet, this);
        this.providers = new FleetProviders(fleet, this, random);
    }

    private record Event(Instant at, long number, String name, Runnable what) {}

    /** The service is gone from one moment to the next. */
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

    FleetDispatcher dispatcher() {
        return dispatcher;
    }

    /** How often it has been started. */
    int run() {
        return run;
    }

    /** How much has happened. */
    long steps() {
        return steps;
    }

    boolean isUp() {
        return up;
    }

    void after(Duration time, String name, Runnable what) {
        events.add(new Event(fleet.now.plus(time), ++numbers, name, what));
    }

    /** What happens to a session, unless it or the service is gone by then. */
    void after(Duration time, String name, FleetSession session, Runnable what) {
        after(time, name + " " + session.id, () -> {
            if (up && session.service == run && session.end.isEmpty()) {
                what.run();
            }
        });
    }

    void launch(FleetSession session) {
        providers.launched(session);
    }

    /** From now on nothing goes wrong any more. */
    void calmDown() {
        mayBeKilled = false;
        providers.calmDown();
    }

    /** Lets all happen until nothing is left to happen. */
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

    /** Whether things happen while the dispatcher is busy. */
    boolean claimsTakeTime() {
        return takesTime;
    }

    /** A claim takes its time, in which other things happen. */
    void passClaimTime() {
        if (takesTime) {
            Instant until = fleet.now.plus(random.nextInt(4_000), ChronoUnit.MICROS);
            while (!events.isEmpty() && !events.element().at().isAfter(until)) {
                happen();
            }
            fleet.now = until;
        }
    }

    private Optional<Instant> nextStep() {
        Optional<Instant> event = Optional.ofNullable(events.peek()).map(Event::at);
        boolean waits = up && wake.isBefore(Fleet.START.plus(FleetDispatcher.NO_POLL));
        return !waits || event.filter(at -> !at.isAfter(wake)).isPresent() ? event : Optional.of(wake);
    }

    private void step(Instant at) {
        steps++;
        fleet.now = at.isAfter(fleet.now) ? at : fleet.now;
        try {
            if (!events.isEmpty() && !events.element().at().isAfter(fleet.now)) {
                happen();
            }
            if (up && (fleet.notified || !wake.isAfter(fleet.now))) {
                Optional<Instant> reset = checks.pausedUntil().filter(fleet.now::equals);
                dispatch();
                reset.ifPresent(checks::pauseEndsAt);
            }
        } catch (Killed killed) {
            die(killed);
        }
        checks.rows();
    }

    private void happen() {
        Event event = events.remove();
        fleet.now = event.at().isAfter(fleet.now) ? event.at() : fleet.now;
        fleet.trace(event.name());
        checks.somethingHappens();
        event.what().run();
    }

    private void dispatch() {
        Instant began = fleet.now;
        for (int looks = 0; looks == 0 || fleet.notified || !wake.isAfter(fleet.now); looks++) {
            if (looks > MOST_LOOKS_AT_ONCE) {
                throw new AssertionError("The dispatcher does not come to rest.");
            }
            fleet.notified = false;
            wake = dispatcher.dispatch();
            fleet.counts.add("looks");
        }
        checks.atRest(began);
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
