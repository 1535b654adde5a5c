package dev.yardmaster.session;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.log.Chunk;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/** A {@link SessionFinisher} that works on the caller's thread, and records what it does to the database, the executables and the files. */
final class FinisherFixture {
    final SessionRegistry registry = new SessionRegistry();
    final List<Stored> stored = new ArrayList<>();
    final List<String> actions = new ArrayList<>();
    final List<Chunk> chunks = new ArrayList<>();

    /** The frames that readers could see when an end was stored. */
    final List<String> shownWhenStored = new ArrayList<>();

    final SessionFinisher finisher = finisher(Runnable::run);

    private Optional<String> checkpointProblem = Optional.empty();
    private int failures;
    private boolean endedElsewhere;
    private Runnable onPause = () -> {};

    /** The end of a session as it was stored. */
    record Stored(UUID session, SessionEnd end, AgentEvent.Usage usage) {}

    /** One that works on the threads of an executor. */
    SessionFinisher finisher(Executor executor) {
        return new SessionFinisher(
                registry,
                this::store,
                new RecordingHealth(),
                (_, _) -> checkpointProblem,
                this::removeFiles,
                executor,
                this::pause);
    }

    /** Lets the database fail so many times. */
    void failStoring(int times) {
        failures = times;
    }

    /** The checkpoint of each session has a problem. */
    void failCheckpoints(String problem) {
        checkpointProblem = Optional.of(problem);
    }

    /** Runs an action in each pause before a retry. */
    void onPause(Runnable action) {
        onPause = action;
    }

    /** Another service ends each session before this one can. */
    void endElsewhere() {
        endedElsewhere = true;
    }

    private Uni<Boolean> store(UUID session, SessionEnd end, AgentEvent.Usage usage, List<Chunk> last) {
        if (failures > 0) {
            failures--;
            actions.add("not stored");
            return Uni.createFrom().failure(new IllegalStateException("The database is gone."));
        }
        actions.add("stored");
        shownWhenStored.addAll(registry.log(session)
                .map(log -> log.after(0).map(SliceFixture::frames).orElse(List.of()))
                .orElse(List.of()));
        chunks.addAll(last);
        stored.add(new Stored(session, end, usage));
        return Uni.createFrom().item(!endedElsewhere);
    }

    private void removeFiles(UUID session) {
        actions.add("files removed");
    }

    private void pause() {
        actions.add("paused");
        onPause.run();
    }

    private final class RecordingHealth implements ExecutableHealth {
        @Override
        public void recheck(Executable executable) {
            actions.add("rechecked " + executable.name());
        }

        @Override
        public void quarantine(Executable executable, String reason) {
            actions.add("quarantined " + executable.name() + ": " + reason);
        }
    }
}
