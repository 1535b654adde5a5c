package dev.yardmaster.session;

import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.session.handoff.HandOffs;
import dev.yardmaster.session.handoff.ProjectInstructions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What a launch needs of files: the project's instructions and the hand-off of an earlier session. Blocks. */
@Singleton
class LaunchPreparation {
    private static final Logger LOG = Logger.getLogger(LaunchPreparation.class);

    private final HandOffs handOffs;
    private final Installation instance;
    private final List<String> instructionFiles;

    LaunchPreparation(HandOffs handOffs, Installation instance, Providers providers) {
        this.handOffs = handOffs;
        this.instance = instance;
        this.instructionFiles = providers.all().stream()
                .flatMap(provider -> provider.capabilities().instructionFiles().stream())
                .distinct()
                .toList();
    }

    /** The launch with all that it needs. Throws {@code launch_failed} when a file can't be written. */
    SessionLaunch prepare(SessionLaunch launch) {
        launch.handedOver().ifPresent(earlier -> handOver(launch, earlier));
        return launch.project()
                .flatMap(project -> ProjectInstructions.toBeTold(
                        project, instructionFiles, launch.provider().capabilities()))
                .map(instructions -> launch.with(instructed(launch.request(), instructions)))
                .orElse(launch);
    }

    private void handOver(SessionLaunch launch, Session earlier) {
        String record = record(launch, earlier);
        instance.writeScratch(HandOffs.file(launch.request().context().scratch()), record);
        LOG.infof("session=%s state=handed_over from=%s", launch.session(), earlier.id());
    }

    /** What went before is good to know, but no reason not to go on. */
    private String record(SessionLaunch launch, Session earlier) {
        try {
            return handOffs.record(launch.request(), earlier.forHandOff());
        } catch (RuntimeException e) {
            LOG.errorf(e, "session=%s state=hand_off_not_read from=%s", launch.session(), earlier.id());
            return "# Hand-off\n\nThe record of the earlier session can't be read. See what it has done to the files.\n";
        }
    }

    private static LaunchRequest instructed(LaunchRequest request, String instructions) {
        LaunchContext context = request.context();
        String all = Stream.of(Optional.of(instructions), context.instructions())
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n\n"));
        return new LaunchRequest(
                request.executable(),
                request.mode(),
                request.model(),
                request.directory(),
                request.conversation(),
                new LaunchContext(Optional.of(all), context.mcpServers(), context.permissions(), context.scratch()),
                request.identity());
    }
}
