package dev.yardmaster.worktree;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.Project;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What a worktree has beside its files: ports, a name, and what the commands of its project make. All methods block. For any thread. */
final class WorkplaceSetup {
    private static final Logger LOG = Logger.getLogger(WorkplaceSetup.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final WorktreeRepository repository;
    private final PortRange ports;
    private final WorktreeScripts scripts;

    /** Throws {@code invalid_configuration}. */
    WorkplaceSetup(WorktreeRepository repository, WorktreeConfig config) {
        this.repository = repository;
        this.ports = PortRange.of(config);
        this.scripts = new WorktreeScripts(config.scriptTimeout());
    }

    /**
     * Leases ports, and runs the set-up command of the project unless it has succeeded before.
     *
     * @param setUp whether it has
     * @throws YardmasterException {@code conflict} if all ports are leased, and what the command does
     */
    Workplace workplace(Place place, boolean setUp, Optional<Project> project) {
        Map<String, String> environment = environment(place.task(), leasePorts(place.task()));
        if (!setUp) {
            project.flatMap(Project::setupCommand).ifPresent(command -> {
                LOG.infof("task=%s state=setting_up path=%s", place.task(), place.path());
                scripts.run("set-up command", command, place.path(), environment);
                repository.setUp(place.task()).await().atMost(TIMEOUT);
            });
        }
        return new Workplace(place.path(), environment);
    }

    /** Runs the tear-down command of a worktree's project before its directory is removed. Throws what the command does. */
    void tearDown(Worktree worktree) {
        if (worktree.setUp() && Files.isDirectory(worktree.place().path())) {
            repository
                    .teardown(worktree.project())
                    .await()
                    .atMost(TIMEOUT)
                    .ifPresent(command -> scripts.run(
                            "tear-down command",
                            command,
                            worktree.place().path(),
                            environment(worktree.task(), worktree.portBase().orElse(0))));
        }
    }

    private int leasePorts(UUID task) {
        return repository
                .leasePorts(task, ports)
                .await()
                .atMost(TIMEOUT)
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.CONFLICT,
                        "All ports from " + ports.first() + " to " + ports.last()
                                + " belong to worktrees of tasks that have not ended. Complete or cancel some, or raise"
                                + " yardmaster.worktree.ports."));
    }

    private Map<String, String> environment(UUID task, int portBase) {
        return Map.of(
                "YARDMASTER_PORT_BASE",
                Integer.toString(portBase),
                "YARDMASTER_PORT_COUNT",
                Integer.toString(ports.each()),
                "YARDMASTER_WORKTREE",
                "yardmaster_" + WorktreeName.shortId(task));
    }
}
