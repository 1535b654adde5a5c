package dev.yardmaster.session;

import dev.yardmaster.mcp.McpSecrets;
import dev.yardmaster.project.ProjectDirectory;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.session.handoff.EarlierSession;
import dev.yardmaster.session.handoff.HandOffs;
import dev.yardmaster.session.handoff.ProjectInstructions;
import dev.yardmaster.session.run.SessionLaunch;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Completes a launch with the secrets of MCP servers, the project's instructions and the hand-off of an earlier session. Blocks. */
@Singleton
class LaunchPreparation {
    private static final Logger LOG = Logger.getLogger(LaunchPreparation.class);

    private final HandOffs handOffs;
    private final Installation installation;
    private final McpSecrets secrets;
    private final List<String> instructionFiles;

    LaunchPreparation(HandOffs handOffs, Installation installation, McpSecrets secrets, Providers providers) {
        this.handOffs = handOffs;
        this.installation = installation;
        this.secrets = secrets;
        this.instructionFiles = providers.all().stream()
                .flatMap(provider -> provider.capabilities().instructionFiles().stream())
                .distinct()
                .toList();
    }

    /**
     * The complete launch. Throws {@code launch_failed} if a file can't be written, {@code unusable_path} if the session would run in the
     * directory of a project that is gone, and {@code secret_key_unusable} if a secret can't be decrypted.
     */
    SessionLaunch prepare(SessionLaunch launch) {
        installation.createWorkDirectory(launch.request().directory());
        launch.project()
                .filter(project -> launch.request().directory().equals(Path.of(project.path())))
                .ifPresent(ProjectDirectory::requireUsable);
        // First, so that the hand-off does not show a secret of an MCP server.
        LaunchContext context = complete(launch);
        launch.handedOver().ifPresent(earlier -> handOver(launch, earlier));
        return withContext(launch, context);
    }

    private LaunchContext complete(SessionLaunch launch) {
        LaunchContext context = launch.request().context();
        Optional<String> ofProject = launch.project()
                .flatMap(project -> ProjectInstructions.toPass(
                        project, instructionFiles, launch.provider().capabilities()));
        String instructions = Stream.of(ofProject, context.instructions())
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n\n"));
        return new LaunchContext(
                Optional.of(instructions).filter(text -> !text.isEmpty()),
                secrets.open(context.mcpServers()),
                context.permissions(),
                context.scratch());
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

    private static SessionLaunch withContext(SessionLaunch launch, LaunchContext context) {
        return launch.with(launch.request().with(context));
    }
}
