package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Equipment;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Executables;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Turns a wish into a stored session that can be launched. */
@Singleton
public class SessionStarter {
    private static final String INSERT = """
            INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, model, mode, directory, state, started_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'starting', now())
            """;

    /** The environment variable by which the processes of an installation are known. */
    static final String INSTANCE = "YARDMASTER_INSTANCE";

    private final Providers providers;
    private final Executables executables;
    private final Instance instance;

    SessionStarter(Providers providers, Executables executables, Instance instance) {
        this.providers = providers;
        this.executables = executables;
        this.instance = instance;
    }

    /**
     * Stores a session as part of a transaction; to be launched once that is committed. Fails with {@code conflict} when the agent has
     * as many sessions as it may.
     */
    public Uni<SessionLaunch> store(SqlConnection transaction, SessionWish wish) {
        AgentProfile agent = wish.agent();
        Executable executable = executables.choose(agent.provider(), agent.executable());
        AgentProvider provider = providers.provider(executable.provider().value());
        LaunchMode mode = agent.launchMode()
                .or(executable::mode)
                .orElseGet(() -> provider.capabilities().modes().getFirst());
        UUID session = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        Path directory = wish.resumed()
                .map(resumed -> Path.of(resumed.directory()))
                .orElseGet(() -> instance.workDirectory(wish.task().orElse(session)));
        var request = new LaunchRequest(
                executable,
                mode,
                agent.model(),
                directory,
                new Conversation(session, wish.resumed().flatMap(Session::providerSession), wish.prompt()),
                Equipment.none(instance.scratch(session)),
                identity(wish));
        Tuple values = Tuple.tuple()
                .addUUID(session)
                .addUUID(instance.id())
                .addUUID(agent.id())
                .addString(agent.name())
                .addUUID(wish.task().orElse(null))
                .addString(provider.id().value())
                .addString(executable.name())
                .addString(agent.model().orElse(null))
                .addString(mode.value())
                .addString(directory.toString());
        return requireCapacity(transaction, agent)
                .chain(() -> transaction.preparedQuery(INSERT).execute(values))
                .replaceWith(new SessionLaunch(agent.id(), wish.task(), provider, request));
    }

    private Map<String, String> identity(SessionWish wish) {
        Map<String, String> identity = new HashMap<>(Map.of(
                INSTANCE,
                instance.id().toString(),
                "YARDMASTER_AGENT",
                wish.agent().name()));
        wish.task().ifPresent(task -> identity.put("YARDMASTER_TASK", task.toString()));
        return identity;
    }

    private static Uni<Void> requireCapacity(SqlConnection transaction, AgentProfile agent) {
        // The lock first and the count in a statement of its own, so that it counts what others have committed
        // meanwhile.
        return transaction
                .preparedQuery("SELECT max_concurrent_tasks FROM agent WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(agent.id()))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger(0))
                .chain(max -> transaction
                        .preparedQuery("SELECT count(*) FROM session WHERE agent = $1 AND ended_at IS NULL")
                        .execute(Tuple.of(agent.id()))
                        .invoke(rows -> {
                            if (rows.iterator().next().getLong(0) >= max) {
                                throw new YardmasterException(
                                        ErrorCode.CONFLICT,
                                        "The agent '" + agent.name() + "' has as many sessions as it may (" + max
                                                + "). Wait for one to end, stop one, or raise its maxConcurrentTasks.");
                            }
                        }))
                .replaceWithVoid();
    }
}
