package dev.yardmaster.story;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tools of sessions that do not end by themselves, and the processes around them. */
final class Tools {
    /** A shell command of two processes, one of which has left its parent. */
    static final String ENDLESS = "(setsid tail -f /dev/null >/dev/null 2>&1 &); tail -f /dev/null";

    /** The same, but one can't be known by its environment; only while its parents live is it known whose it is. */
    static final String DISGUISED = "(setsid tail -f /dev/null >/dev/null 2>&1 &); env -i tail -f /dev/null";

    private Tools() {}

    /** All processes of tools, whatever they are known by. */
    static List<ProcessHandle> of(String session) throws IOException {
        List<ProcessHandle> tools = new ArrayList<>(StoryFixture.processes(session));
        ProcessHandle.current().descendants().forEach(tools::add);
        tools.removeIf(process -> !isTool(process));
        return tools;
    }

    /** One that has ended, and whose parent has not noticed yet, runs nothing any more. */
    static boolean isTool(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("/tail")).isPresent();
    }

    /**
     * The process that the service has started for a session, or for all of an executable.
     *
     * @param home of the CLI
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

    /** The last one that was started, since another executable of the same home can have one too. */
    private static Optional<ProcessHandle> server(Path home) {
        return ProcessHandle.current()
                .children()
                .filter(child ->
                        child.info().arguments().map(List::of).orElse(List.of()).contains("serve"))
                .filter(child -> StoryFixture.environment(child).contains("\0HOME=" + home + "\0"))
                .max(Comparator.comparing(child -> child.info().startInstant().orElseThrow()));
    }
}
