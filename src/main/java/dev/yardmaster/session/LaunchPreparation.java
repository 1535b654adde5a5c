package dev.yardmaster.session;

import dev.yardmaster.mcp.McpSecrets;
import dev.yardmaster.project.ProjectDirectory;
import dev.yardmaster.provider.AskingModes;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.session.handoff.EarlierSession;
import dev.yardmaster.session.handoff.HandOffs;
import dev.yardmaster.session.handoff.ProjectInstructions;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.worktree.Workplace;
import dev.yardmaster.worktree.Worktrees;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Completes a launch with the secrets of MCP servers, the prompt of the role, the project's instructions and the hand-off of an earlier session. Blocks. */
@Singleton
class LaunchPreparation {
    private static final Logger LOG = Logger.getLogger(LaunchPreparation.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HandOffs handOffs;
    private final Installation installation;
    private final McpSecrets secrets;
    private final Worktrees worktrees;
    private final SessionRepository repository;
    private final SessionApprovals approvals;
    private final List<String> instructionFiles;

    LaunchPreparation(
            HandOffs handOffs,
            Installation installation,
            McpSecrets secrets,
            Worktrees worktrees,
            SessionRepository repository,
            SessionApprovals approvals,
            Providers providers) {
        this.handOffs = handOffs;
        this.installation = installation;
        this.secrets = secrets;
        this.worktrees = worktrees;
        this.repository = repository;
        this.approvals = approvals;
        this.instructionFiles = providers.all().stream()
                .flatMap(provider -> provider.capabilities().instructionFiles().stream())
                .distinct()
                .toList();
    }

    /**
     * The complete launch. Throws {@code launch_failed} if a file can't be written, {@code unusable_path} if the session would run in the
     * directory of a project that is gone, {@code invalid_request} if the CLI can't ask as the permissions or the rules require,
     * {@code secret_key_unusable} if a secret can't be decrypted, and what git reports if the worktree of the task can't be made.
     */
    SessionLaunch prepare(SessionLaunch stored) {
        SessionLaunch launch = inWorktree(stored);
        installation.createWorkDirectory(launch.request().directory());
        launch.project()
                .filter(project -> launch.request().directory().equals(Path.of(project.path())))
                .ifPresent(ProjectDirectory::requireUsable);
        // First, so that the hand-off does not show a secret of an MCP server.
        LaunchContext context = complete(launch);
        launch.handedOver().ifPresent(earlier -> handOver(launch, earlier));
        boolean instructed = repository
                .instruct(launch.session(), context.instructions().orElse(""))
                .await()
                .atMost(TIMEOUT);
        LaunchRequest request = launch.request().with(context);
        return launch.with(instructed ? request.instructed() : request);
    }

    /** The launch in the directory where the task's worktree really is. */
    private SessionLaunch inWorktree(SessionLaunch launch) {
        Path planned = launch.request().directory();
        Optional<Workplace> found = launch.task().map(task -> worktrees.prepare(task.id(), planned, launch.project()));
        if (found.isEmpty()) {
            return launch;
        }
        Workplace place = found.get();
        if (!place.directory().equals(planned)) {
            repository.moved(launch.session(), place.directory()).await().atMost(TIMEOUT);
        }
        return launch.with(launch.request().in(place.directory()).with(place.environment()));
    }

    private LaunchContext complete(SessionLaunch launch) {
        LaunchContext context = launch.request().context();
        Optional<String> ofProject = launch.project()
                .flatMap(_ -> ProjectInstructions.toPass(
                        launch.request().directory(),
                        instructionFiles,
                        launch.provider().capabilities()));
        String instructions = Stream.of(launch.rolePrompt(), ofProject, context.instructions())
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n\n"));
        return new LaunchContext(
                Optional.of(instructions).filter(text -> !text.isEmpty()),
                secrets.open(context.mcpServers()),
                context.permissions(),
                isJudged(launch),
                context.scratch());
    }

    /** Whether the CLI asks before each use of a tool. Throws {@code invalid_request} if it should but can't. */
    private boolean isJudged(SessionLaunch launch) {
        Permissions permissions = launch.request().context().permissions();
        boolean restricted = approvals.restrict(launch);
        if (!restricted && permissions != Permissions.ASK) {
            return false;
        }
        AskingModes.require(launch.provider(), launch.request().mode(), permissions, restricted);
        return true;
    }

    private void handOver(SessionLaunch launch, EarlierSession earlier) {
        String handOff = handOff(launch, earlier);
        installation.writeScratch(HandOffs.file(launch.request().context().scratch()), handOff);
        LOG.infof("session=%s state=handed_over from=%s", launch.session(), earlier.id());
    }

    /** The hand-off record. A session can work without it, so a failure to read it is not fatal. */
    private String handOff(SessionLaunch launch, EarlierSession earlier) {
        try {
            return handOffs.markdown(launch.request(), earlier);
        } catch (RuntimeException e) {
            LOG.errorf(e, "session=%s state=hand_off_not_read from=%s", launch.session(), earlier.id());
            return "# Hand-off\n\nThe record of the earlier session could not be read. Look at the files to see what it has done.\n";
        }
    }
}
