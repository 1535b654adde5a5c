package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.ProviderCatalogue;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.limit.Limits;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides at random how the sessions of a simulated fleet answer and end. */
final class FleetProviders {
    static final SessionEnd LOST = end(SessionState.LOST, FailureCause.NONE, false);

    private static final List<String> WINDOWS = List.of("five_hour", "seven_day", "minute");

    private final Fleet fleet;
    private final FleetService service;
    private final RandomGenerator random;
    private final int failurePercentage;
    private boolean calm;

    FleetProviders(Fleet fleet, FleetService service, RandomGenerator random) {
        this.fleet = fleet;
        this.service = service;
        this.random = random;
        this.failurePercentage = random.nextInt(10, 70);
    }

    /** From now on all new sessions complete. */
    void calmDown() {
        calm = true;
    }

    void launched(FleetSession session) {
        session.tokens = random.nextInt(1000);
        SessionEnd end = randomEnd();
        boolean answers = end.state() == SessionState.COMPLETED || random.nextInt(3) > 0;
        boolean slow = random.nextInt(12) == 0;
        Duration answer = Duration.ofMillis(slow ? random.nextInt(400_000) : random.nextInt(200, 6000));
        Duration rest = Duration.ofMillis((long) Math.exp(random.nextDouble(4, 14)));
        if (answers) {
            service.after(answer, "answer", session, () -> fleet.answer(session));
        }
        service.after(answers ? answer.plus(rest) : rest, "end " + end.state(), session, () -> end(session, end));
    }

    /** When a new limit ends: within seconds, hours or days; occasionally in the past. */
    Instant randomReset() {
        long maxSeconds =
                switch (random.nextInt(8)) {
                    case 0 -> 0;
                    case 1, 2 -> 60;
                    case 3, 4 -> 3600;
                    case 5, 6 -> 5 * 3600;
                    default -> 7 * 24 * 3600;
                };
        return fleet.now.plusSeconds(-1).plusNanos(1000L * random.nextLong(1 + (maxSeconds + 1) * 1_000_000L));
    }

    FailureCause.Quota randomQuota() {
        String scope = random.nextInt(3) > 0
                ? Limits.ANY_MODEL
                : ProviderCatalogue.MODEL_SCOPES.get(random.nextInt(ProviderCatalogue.MODEL_SCOPES.size()));
        LimitSource source = LimitSource.values()[random.nextInt(LimitSource.values().length - 1)];
        return new FailureCause.Quota(scope, WINDOWS.get(random.nextInt(WINDOWS.size())), randomReset(), source, 1);
    }

    private void end(FleetSession session, SessionEnd end) {
        boolean together = end.state() == SessionState.LIMITED && random.nextBoolean();
        fleet.end(session, end);
        if (end.cause().failure() instanceof FailureCause.Auth) {
            recoverLater(session.resolution.executable());
        }
        if (together) {
            List.copyOf(fleet.live.values()).stream()
                    .filter(other -> other.resolution.executable().equals(session.resolution.executable()))
                    .forEach(other -> fleet.end(other, end));
        }
        if (end.state() != SessionState.COMPLETED && random.nextInt(60) == 0) {
            service.kill();
        }
    }

    /** Makes an executable usable again after a while, as a health check does, and wakes the dispatcher. */
    void recoverLater(String executable) {
        service.after(Duration.ofSeconds(random.nextInt(1, 3600)), "recovery of " + executable, () -> {
            fleet.notified |= fleet.faults.remove(executable);
        });
    }

    private SessionEnd randomEnd() {
        if (calm || random.nextInt(100) >= failurePercentage) {
            return end(SessionState.COMPLETED, FailureCause.NONE, false);
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> end(SessionState.LIMITED, randomQuota(), false);
            case 5 -> end(SessionState.FAILED, new FailureCause.Transient(), false);
            case 6 -> end(SessionState.FAILED, new FailureCause.Capacity(), false);
            case 7 -> end(SessionState.FAILED, new FailureCause.Auth(), false);
            case 8 -> end(SessionState.FAILED, new FailureCause.Context(), false);
            case 9 -> end(SessionState.FAILED, FailureCause.NONE, false);
            case 10 -> end(SessionState.STOPPED, FailureCause.NONE, random.nextBoolean());
            default ->
                end(SessionState.LIMITED, new FailureCause.Credits(randomReset(), LimitSource.DEFAULT, 1), false);
        };
    }

    private static SessionEnd end(SessionState state, FailureCause cause, boolean goesOn) {
        return new SessionEnd(
                state,
                "It ended as " + state + ".",
                Optional.empty(),
                Optional.empty(),
                new SessionEnd.Cause(cause, Optional.empty()),
                goesOn);
    }
}
