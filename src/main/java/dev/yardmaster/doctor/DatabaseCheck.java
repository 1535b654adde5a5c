package dev.yardmaster.doctor;

import dev.yardmaster.database.EmbeddedState;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.server.DatabaseAccess;
import java.util.List;
import java.util.Optional;

/** The database: that of the user, or the embedded one. It starts nothing. */
record DatabaseCheck(Installation installation) implements Check {
    static final String NAME = "database";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> run() {
        try {
            Optional<DatabaseAccess> external = DatabaseAccess.in(installation.environment());
            return external.isPresent() ? new ExternalDatabase(external.get()).findings() : List.of(embedded());
        } catch (YardmasterException e) {
            return List.of(Finding.of(name(), State.FAILED, e.detail()));
        }
    }

    private Finding embedded() {
        EmbeddedState state = EmbeddedState.of(installation.home().resolve("postgres"), installation.cache());
        return Finding.ok(
                name(),
                "The embedded PostgreSQL " + state.version() + " "
                        + (state.unpacked()
                                ? "is unpacked in " + state.programs()
                                : "will be unpacked into " + state.programs() + " at the next start")
                        + ", its data "
                        + (state.created() ? "has this version" : "will be created at the first start")
                        + (state.running() ? ", and it runs." : ", and it does not run."));
    }
}
