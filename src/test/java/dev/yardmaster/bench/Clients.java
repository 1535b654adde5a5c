package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All clients of a measurement, in one cheap process. The service and the baselines use the same client program. */
final class Clients implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 60;

    private final RunningProgram program;
    private final Load load;

    private Clients(RunningProgram program, Load load) {
        this.program = program;
        this.load = load;
    }

    /** Starts clients that read server-sent events. Each target is a port with a path. */
    static Clients ofEvents(Path sink, Load load, String token, List<String> targets) throws IOException {
        return start(sink, load, "sse", token, targets);
    }

    /** Starts clients that read plain lines. Each target is a port. */
    static Clients ofLines(Path sink, Load load, List<String> targets) throws IOException {
        return start(sink, load, "lines", "-", targets);
    }

    private static Clients start(Path sink, Load load, String mode, String token, List<String> targets)
            throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(mode, Integer.toString(load.pieces()), Integer.toString(TIMEOUT_SECONDS), token));
        arguments.addAll(targets);
        return new Clients(RunningProgram.start(sink, arguments), load);
    }

    /** Waits until all clients are connected. */
    void awaitReady() throws IOException {
        program.line();
    }

    /** Waits until all clients have received everything; returns their results. */
    ClientResults results() throws IOException {
        List<ClientResults.Stream> streams = new ArrayList<>();
        for (int i = 0; i < load.streams(); i++) {
            Map<String, Long> it = program.numbers();
            streams.add(new ClientResults.Stream(
                    it.get("pieces"),
                    it.get("lost"),
                    it.get("doubled"),
                    it.get("misnumbered"),
                    it.get("first_ns"),
                    it.get("last_ns"),
                    it.get("at_first_finish")));
        }
        Map<String, Long> all = program.numbers();
        return new ClientResults(
                streams,
                all.get("cpu_ns"),
                new ClientResults.Delay(all.get("p50_us"), all.get("p99_us"), all.get("max_us")));
    }

    @Override
    public void close() {
        program.close();
    }
}
