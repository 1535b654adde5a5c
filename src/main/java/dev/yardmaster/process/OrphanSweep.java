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
 * Ends the children that an earlier run of the service left behind when it was killed. It finds them by an environment variable that
 * all children carry, so only on Linux: elsewhere it finds nothing. Processes that it may not read are passed over. Stateless.
 */
public final class OrphanSweep {
    private OrphanSweep() {}

    /**
     * Ends every process of this machine that carries the marker, and their descendants, but not this process and its ancestors:
     * SIGTERM, and SIGKILL after the grace. To be called before the service starts children of its own.
     *
     * @return what was ended, by pid, once it is gone; runs and completes on a virtual thread
     */
    public static CompletionStage<List<Ended>> run(EnvironmentMarker marker, Duration grace) {
        return CompletableFuture.supplyAsync(() -> new Sweep(marker).run(grace), Thread::startVirtualThread)
                .minimalCompletionStage();
    }

    /**
     * A process that was ended.
     *
     * @param pid its process id
     * @param command the path of its program, without arguments since they can hold prompts; {@code unknown} if it can't be read
     */
    public record Ended(long pid, String command) {}

    /** One sweep; commands are noted while their processes still run. */
    private record Sweep(EnvironmentMarker marker, Map<ProcessHandle, String> commands) {
        Sweep(EnvironmentMarker marker) {
            this(marker, new HashMap<>());
        }

        List<Ended> run(Duration grace) {
            return ended(ProcessSweep.end(this::search, grace));
        }

        private Set<ProcessHandle> search() {
            Set<ProcessHandle> running = ProcessTable.carrying(marker).stream()
                    .filter(ProcessTable::running)
                    .collect(Collectors.toSet());
            running.forEach(process -> commands.computeIfAbsent(process, Sweep::command));
            return running;
        }

        private List<Ended> ended(Collection<ProcessHandle> processes) {
            return processes.stream()
                    .sorted()
                    .map(process -> new Ended(process.pid(), commands.getOrDefault(process, "unknown")))
                    .toList();
        }

        private static String command(ProcessHandle process) {
            return process.info().command().orElse("unknown");
        }
    }
}
