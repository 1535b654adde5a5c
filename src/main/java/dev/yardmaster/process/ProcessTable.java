package dev.yardmaster.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Looks for processes of this machine. A {@link ProcessHandle} knows the start of its process, and is neither alive nor signalled
 * once the pid is another's. Stateless.
 */
final class ProcessTable {
    private static final Logger LOG = Logger.getLogger(ProcessTable.class);

    private ProcessTable() {}

    /**
     * The processes that carry the marker, and their descendants, without this process and its ancestors. Found by {@code /proc}:
     * where there is none, or a process may not be read, nothing is found.
     */
    static Set<ProcessHandle> carrying(EnvironmentMarker marker) {
        Set<ProcessHandle> spared = selfAndAncestors();
        return all().filter(process -> !spared.contains(process) && carries(process, marker))
                .flatMap(ProcessTable::withDescendants)
                .filter(process -> !spared.contains(process))
                .collect(Collectors.toSet());
    }

    /** All that descends from it; nothing when the system can't tell, as when the service is out of file descriptors. */
    static List<ProcessHandle> descendants(ProcessHandle process) {
        try {
            return process.descendants().toList();
        } catch (RuntimeException e) {
            LOG.warnf("descendants not found pid=%d failure=%s", process.pid(), e);
            return List.of();
        }
    }

    /** Whether it still runs. One that has ended and only waits for its parent to notice does not. */
    static boolean running(ProcessHandle process) {
        return process.isAlive() && !zombie(process.pid());
    }

    private static Set<ProcessHandle> selfAndAncestors() {
        Set<ProcessHandle> line = new HashSet<>();
        Optional<ProcessHandle> next = Optional.of(ProcessHandle.current());
        while (next.isPresent() && line.add(next.get())) {
            next = next.get().parent();
        }
        return line;
    }

    private static Stream<ProcessHandle> all() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::valueOf)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .toList()
                    .stream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    /** The handle was made before the environment was read: alive afterwards, it is the handle of that environment's process. */
    private static boolean carries(ProcessHandle process, EnvironmentMarker marker) {
        String environment = '\0' + read(process.pid(), "environ") + '\0';
        String entry = new String(marker.entry().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return environment.contains('\0' + entry + '\0') && process.isAlive();
    }

    private static Stream<ProcessHandle> withDescendants(ProcessHandle process) {
        return Stream.concat(Stream.of(process), descendants(process).stream());
    }

    /** The state follows the program's name, which stands in parentheses and may hold anything. */
    private static boolean zombie(long pid) {
        String stat = read(pid, "stat");
        int state = stat.lastIndexOf(')') + 2;
        return state < stat.length() && "ZX".indexOf(stat.charAt(state)) >= 0;
    }

    /** Each byte as one character; empty if the process is gone, another user's, or the system has no such file. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
