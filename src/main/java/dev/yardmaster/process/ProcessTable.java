package dev.yardmaster.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Finds processes of this machine. A {@link ProcessHandle} knows the start time of its process: when the system reuses the pid, the handle
 * is not alive and sends no signals. Stateless.
 */
final class ProcessTable {
    private static final Logger LOG = Logger.getLogger(ProcessTable.class);

    private ProcessTable() {}

    /**
     * Returns the processes that have the marker, and their descendants, without this process and its ancestors. It reads {@code /proc}; on
     * systems without it, and for processes that may not be read, it finds nothing. It reads each process once, however many have the marker.
     */
    static Set<ProcessHandle> withMarker(EnvironmentMarker marker) {
        Set<ProcessHandle> spared = selfAndAncestors();
        List<ProcessHandle> all =
                all().filter(process -> !spared.contains(process)).toList();
        Map<Long, List<ProcessHandle>> byParent =
                all.stream().collect(Collectors.groupingBy(process -> parent(process.pid())));
        Set<ProcessHandle> found = new HashSet<>();
        Deque<ProcessHandle> next = new ArrayDeque<>(
                all.stream().filter(process -> hasMarker(process, marker)).toList());
        while (!next.isEmpty()) {
            ProcessHandle process = next.remove();
            if (found.add(process)) {
                next.addAll(byParent.getOrDefault(process.pid(), List.of()));
            }
        }
        return found;
    }

    /** Returns all descendants; none if the search fails, for example because the service has no free file descriptors. */
    static List<ProcessHandle> descendants(ProcessHandle process) {
        try {
            return process.descendants().toList();
        } catch (RuntimeException e) {
            LOG.warnf("descendants not found pid=%d failure=%s", process.pid(), e);
            return List.of();
        }
    }

    /** Whether the process is running. A zombie, which waits for its parent to read the exit code, is not. */
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

    /** The handle is older than the read: if it is still alive afterwards, the environment belongs to its process. */
    private static boolean hasMarker(ProcessHandle process, EnvironmentMarker marker) {
        String environment = '\0' + read(process.pid(), "environ") + '\0';
        String entry = new String(marker.entry().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return environment.contains('\0' + entry + '\0') && process.isAlive();
    }

    private static boolean zombie(long pid) {
        String[] stat = stat(pid);
        return stat.length > 0 && (stat[0].equals("Z") || stat[0].equals("X"));
    }

    /** The pid of the parent; 0 if the process has ended. */
    private static long parent(long pid) {
        String[] stat = stat(pid);
        return stat.length > 1 ? Long.parseLong(stat[1]) : 0;
    }

    /** Returns the state, the parent and further numbers. They follow the program's name, which is in parentheses and may contain any text. */
    private static String[] stat(long pid) {
        String stat = read(pid, "stat");
        int nameEnd = stat.lastIndexOf(')');
        return nameEnd < 0 ? new String[0] : stat.substring(nameEnd + 1).strip().split(" ");
    }

    /** Reads each byte as one character. Empty if the process has ended, belongs to another user, or the file does not exist. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
