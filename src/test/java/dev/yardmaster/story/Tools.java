package dev.yardmaster.story;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tools that never end by themselves, and the processes around them. */
final class Tools {
    /** A shell command with two processes; one of them leaves its parent. */
    static final String ENDLESS = "(setsid tail -f /dev/null >/dev/null 2>&1 &); tail -f /dev/null";

    /** Such a command in which one process has no environment, so that it can only be found through its living parents. */
    static final String DISGUISED = "(setsid tail -f /dev/null >/dev/null 2>&1 &); env -i tail -f /dev/null";

    private Tools() {}

    /** All processes of a session's tools, found by their environment or by their parents. */
    static List<ProcessHandle> of(String session) throws IOException {
        return StoryFixture.processes(session).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .filter(Tools::isTool)
                .distinct()
                .toList();
    }

    /** Whether a process is a tool; a zombie has no command, so it is not. */
    static boolean isTool(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("/tail")).isPresent();
    }

    /**
     * The process that the service started for a session, or for all sessions of an executable.
     *
     * @param home the home of the CLI
     */
    static ProcessHandle cli(String session, Path home) throws IOException {
        List<ProcessHandle> own = StoryFixture.processes(session);
        return ProcessHandle.current()
                .children()
                .filter(child -> own.contains(child) || child.descendants().anyMatch(own::contains))
                .findFirst()
                .or(() -> server(home))
                .orElseThrow();
    }

    /** The newest server of a home, because another executable with the same home can have one too. */
    private static Optional<ProcessHandle> server(Path home) {
        return ProcessHandle.current()
                .children()
                .filter(child ->
                        child.info().arguments().map(List::of).orElse(List.of()).contains("serve"))
                .filter(child -> StoryFixture.environment(child).contains("\0HOME=" + home + "\0"))
                .max(Comparator.comparing(child -> child.info().startInstant().orElseThrow()));
    }
}
