package dev.yardmaster.needs;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.executable.ExecutablesChanged;
import dev.yardmaster.executable.HealthChecks;
import dev.yardmaster.executable.HealthResult;
import dev.yardmaster.needs.Need.Action;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Executables that a person has to sign in, or to repair. Those that are not installed are not listed: people may not want them. */
@Singleton
class ExecutableNeeds implements NeedSource {
    private static final Logger LOG = Logger.getLogger(ExecutableNeeds.class);
    private static final String KIND = "executable";

    private final Executables executables;
    private final HealthChecks health;
    private final Dismissals dismissals;

    ExecutableNeeds(Executables executables, HealthChecks health, Dismissals dismissals) {
        this.executables = executables;
        this.health = health;
        this.dismissals = dismissals;
    }

    void changed(@Observes ExecutablesChanged event) {
        dismissals
                .announce(KIND)
                .subscribe()
                .with(_ -> {}, failure -> LOG.warnf("state=change_not_announced error=%s", failure));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<List<Need>> list(Position after, int limit) {
        return shown().map(needs -> needs.stream()
                .filter(after::isBefore)
                .sorted(Need.NEWEST_FIRST)
                .limit(limit)
                .toList());
    }

    @Override
    public Uni<Long> count() {
        return shown().map(needs -> (long) needs.size());
    }

    private Uni<List<Need>> shown() {
        List<Need> needs = executables.all().stream().flatMap(this::need).toList();
        return dismissals.of(KIND).map(dismissed -> without(needs, dismissed));
    }

    private static List<Need> without(List<Need> needs, Set<Dismissals.Dismissed> dismissed) {
        return needs.stream()
                .filter(need -> !dismissed.contains(new Dismissals.Dismissed(need.subject(), need.version())))
                .toList();
    }

    private Stream<Need> need(Executable executable) {
        return health
                .latest(executable)
                .filter(result -> result.health().state() == Health.State.SIGNED_OUT
                        || result.health().state() == Health.State.BROKEN)
                .map(result -> need(executable, result))
                .stream();
    }

    /** Each check has a new time, so the version is what it has found. */
    private static Need need(Executable executable, HealthResult result) {
        String provider = executable.provider().value();
        return new Need(
                KIND,
                executable.name(),
                "The executable '" + executable.name() + "' is "
                        + result.health().state().value() + ".",
                Optional.of(result.health().message()),
                result.checkedAt().truncatedTo(ChronoUnit.MICROS),
                result.health().state().value() + " " + result.health().message(),
                Map.of("executable", executable.name(), "provider", provider),
                new Action("provider verify " + provider, "POST", "/api/providers/" + provider + "/verify"));
    }
}
