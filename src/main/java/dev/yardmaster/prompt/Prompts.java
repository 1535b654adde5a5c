package dev.yardmaster.prompt;

import dev.yardmaster.agent.Agent;
import dev.yardmaster.agent.Agents;
import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.Project;
import dev.yardmaster.project.Projects;
import dev.yardmaster.provider.ProviderNames;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads and changes the prompts of roles. */
@Singleton
public class Prompts {
    private final RolePromptRepository repository;
    private final Agents agents;
    private final Projects projects;
    private final ProviderNames providers;
    private final Pool pool;
    private final BuiltInPrompts builtIn = new BuiltInPrompts();

    Prompts(RolePromptRepository repository, Agents agents, Projects projects, Providers providers, Pool pool) {
        this.repository = repository;
        this.agents = agents;
        this.projects = projects;
        this.providers = providers.names();
        this.pool = pool;
    }

    /** The prompt of a session that starts now. For any thread. */
    public Uni<AgentPrompt> of(SqlClient client, PromptSubject subject) {
        return repository
                .of(client, subject)
                .map(stored -> AgentPrompt.of(
                        subject,
                        Stream.concat(
                                        stored.stream(),
                                        Stream.of(builtIn.of(subject.kind().role())))
                                .toList()));
    }

    /** Up to {@code limit} prompts in the order of their paths, after a path. Includes the built-in ones that no text for the workspace replaces. */
    Uni<List<RolePrompt>> list(String after, int limit) {
        return repository
                .all(pool)
                .map(stored -> Stream.concat(
                                stored.stream(), builtIn.all().stream().filter(text -> !isReplaced(text, stored)))
                        .filter(prompt -> prompt.path().compareTo(after) > 0)
                        .sorted(Comparator.comparing(RolePrompt::path))
                        .limit(limit)
                        .toList());
    }

    /** The prompt for exactly these sessions. Fails with {@code prompt_not_found}, {@code agent_not_found} and the like. */
    Uni<RolePrompt> get(Role role, PromptParameters parameters) {
        return scope(role, parameters)
                .chain(scope -> repository
                        .of(pool, scope)
                        .map(found -> found.or(
                                        () -> Optional.of(builtIn.of(role)).filter(text -> isForAll(scope)))
                                .orElseThrow(Prompts::notFound)));
    }

    /** Sets the prompt for exactly these sessions. Fails with {@code agent_not_found} and the like. */
    Uni<RolePrompt> put(Role role, PromptParameters parameters, PromptSpec spec) {
        return scope(role, parameters)
                .chain(scope -> repository.put(scope, spec.text().strip()))
                .chain(() -> get(role, parameters));
    }

    /** Removes the prompt for exactly these sessions. Fails with {@code prompt_not_found}, {@code agent_not_found} and the like. */
    Uni<Void> remove(Role role, PromptParameters parameters) {
        return scope(role, parameters)
                .chain(repository::remove)
                .invoke(removed -> {
                    if (!removed) {
                        throw notFound();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<PromptScope> scope(Role role, PromptParameters parameters) {
        if (parameters.focus().isPresent() && role != Role.STEWARD) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "Only stewards have a focus. Leave out 'focus', or name the role steward.");
        }
        if (parameters.agent().isPresent() && parameters.project().isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "A prompt is for an agent or for a project. Give one of the two.");
        }
        Optional<String> provider = parameters.provider().map(this::providerId);
        return id(parameters.agent().map(agents::get), Agent::id)
                .chain(agent -> id(parameters.project().map(projects::get), Project::id)
                        .map(project -> new PromptScope(role, parameters.focus(), provider, agent, project)));
    }

    private static <T> Uni<Optional<UUID>> id(Optional<Uni<T>> named, Function<T, UUID> id) {
        return named.map(found -> found.map(thing -> Optional.of(id.apply(thing))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private String providerId(String name) {
        return providers
                .find(name)
                .map(known -> known.id().value())
                .orElseThrow(() -> NotFound.PROVIDER.of(name, "Known providers: " + providers.ids() + "."));
    }

    private static boolean isForAll(PromptScope scope) {
        return scope.source() == PromptSource.WORKSPACE
                && scope.focus().isEmpty()
                && scope.provider().isEmpty();
    }

    private static boolean isReplaced(RolePrompt text, List<RolePrompt> stored) {
        return stored.stream().anyMatch(other -> other.path().equals(text.path()));
    }

    private static YardmasterException notFound() {
        return new YardmasterException(
                ErrorCode.PROMPT_NOT_FOUND,
                "There is no text for exactly these sessions. GET /api/prompts lists all texts, and GET /api/agents/{agent}/prompt"
                        + " shows which one an agent gets.");
    }
}
