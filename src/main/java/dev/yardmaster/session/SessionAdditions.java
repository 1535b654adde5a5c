package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.project.Project;
import dev.yardmaster.prompt.PromptSubject;
import dev.yardmaster.prompt.Prompts;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.session.run.SessionTask;
import dev.yardmaster.worktree.Worktrees;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a session gets beside what it runs on: its mail, a worktree, the tools of its agent and the prompt of its role. For any thread. */
@Singleton
class SessionAdditions {
    private final List<PromptOpening> openings;
    private final Worktrees worktrees;
    private final SessionTools tools;
    private final Prompts prompts;

    SessionAdditions(@All List<PromptOpening> openings, Worktrees worktrees, SessionTools tools, Prompts prompts) {
        this.openings = openings;
        this.worktrees = worktrees;
        this.tools = tools;
        this.prompts = prompts;
    }

    /** The request with what belongs to the top of its prompt. */
    Uni<SessionRequest> opened(SqlConnection transaction, UUID id, SessionRequest request) {
        Uni<SessionRequest> opened = Uni.createFrom().item(request);
        for (PromptOpening opening : openings) {
            opened = opened.chain(earlier -> opening.opening(
                            transaction,
                            id,
                            request.agent().id(),
                            request.task().map(SessionTask::id))
                    .map(text -> text.map(earlier::openedBy).orElse(earlier)));
        }
        return opened;
    }

    /** The directory of the task's worktree. A session that people start by hand works in the project's own work tree. */
    Uni<Optional<Path>> worktree(SqlConnection transaction, Optional<Project> project, SessionRequest request) {
        return request.task()
                .map(task -> worktrees.claim(
                        transaction, task.id(), project, request.continuation().isPresent()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The launch with the tools and the prompt, for a session whose row is stored: the token of the tools belongs to it. */
    Uni<SessionLaunch> complete(SqlConnection transaction, SessionLaunch launch, AgentProfile agent) {
        return withTools(transaction, launch, agent).chain(equipped -> withRolePrompt(transaction, equipped, agent));
    }

    private Uni<SessionLaunch> withTools(SqlConnection transaction, SessionLaunch launch, AgentProfile agent) {
        return tools.open(transaction, launch.session(), agent.kind().role())
                .map(server -> server.map(it -> launch.with(
                                launch.request().with(launch.request().context().plus(it))))
                        .orElse(launch));
    }

    private Uni<SessionLaunch> withRolePrompt(SqlConnection transaction, SessionLaunch launch, AgentProfile agent) {
        return prompts.of(
                        transaction,
                        PromptSubject.of(agent, launch.provider().id().value(), launch.project()))
                .map(prompt -> launch.withRolePrompt(prompt.text()));
    }
}
