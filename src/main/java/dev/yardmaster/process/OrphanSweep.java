package dev.yardmaster.process;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Stops the child processes that an earlier run of the service left behind when it was killed. It finds them by an environment variable that
 * all children have. That works on Linux only; on other systems it finds nothing. It ignores processes that it may not read. Stateless.
 */
public final class OrphanSweep {
    private OrphanSweep() {}

    /**
     * Stops all processes of this machine that have the marker, and their descendants, except this process and its ancestors. They receive
     * SIGTERM, and SIGKILL after the grace. To be called before the service starts children of its own.
     *
     * @return the stopped processes, sorted by pid, after they have ended; runs and completes on a virtual thread
     */
    public static CompletionStage<List<Stopped>> run(EnvironmentMarker marker, Duration grace) {
        return CompletableFuture.supplyAsync(() -> new Sweep(marker).run(grace), Thread::startVirtualThread)
                .minimalCompletionStage();
    }

    /**
     * A process that was stopped.
     *
     * @param pid its process id
     * @param command the path of its program, or {@code unknown} if it can't be read. Arguments are left out: they can contain prompts
     */
    public record Stopped(long pid, String command) {}

    /** One sweep. It reads the commands while their processes are running. */
    private record Sweep(EnvironmentMarker marker, Map<ProcessHandle, String> commands) {
        Sweep(EnvironmentMarker marker) {
            this(marker, new HashMap<>());
        }

        List<Stopped> run(Duration grace) {
            return stopped(ProcessSweep.stop(this::search, grace));
        }

        private Set<ProcessHandle> search() {
            Set<ProcessHandle> running = ProcessTable.withMarker(marker).stream()
                    .filter(ProcessTable::running)
                    .collect(Collectors.toSet());
            running.forEach(process -> commands.computeIfAbsent(process, Sweep::command));
            return running;
        }

        private List<Stopped> stopped(Collection<ProcessHandle> processes) {
            return processes.stream()
                    .sorted()
                    .map(process -> new Stopped(process.pid(), commands.getOrDefault(process, "unknown")))
                    .toList();
        }

        private static String command(ProcessHandle process) {
            return process.info().command().orElse("unknown");
        }
    }
}
