package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All clients of a measurement, in one process that costs as little as it can; the same for what is measured and for its bound. */
final class Clients implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final RunningProgram program;
    private final Load load;

    private Clients(RunningProgram program, Load load) {
        this.program = program;
        this.load = load;
    }

    /** Clients of {@code targets}, each a port with a path, that get server-sent events. */
    static Clients ofEvents(Path sink, Load load, String token, List<String> targets) throws IOException {
        return start(sink, load, "sse", token, targets);
    }

    /** Clients of {@code targets}, each a port, that get lines as they are. */
    static Clients ofLines(Path sink, Load load, List<String> targets) throws IOException {
        return start(sink, load, "lines", "-", targets);
    }

    private static Clients start(Path sink, Load load, String mode, String token, List<String> targets)
            throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(mode, Integer.toString(load.pieces()), Integer.toString(PATIENCE_SECONDS), token));
        arguments.addAll(targets);
        return new Clients(RunningProgram.start(sink, arguments), load);
    }

    /** Waits until all of them are connected. */
    void awaitReady() throws IOException {
        program.line();
    }

    /** Waits until all of them have got everything. */
    Received received() throws IOException {
        List<Received.Stream> streams = new ArrayList<>();
        for (int i = 0; i < load.streams(); i++) {
            Map<String, Long> it = program.numbers();
            streams.add(new Received.Stream(
                    it.get("pieces"),
                    it.get("lost"),
                    it.get("doubled"),
                    it.get("misnumbered"),
                    it.get("first_ns"),
                    it.get("last_ns"),
                    it.get("at_first_finish")));
        }
        Map<String, Long> all = program.numbers();
        return new Received(
                streams,
                all.get("cpu_ns"),
                new Received.Delay(all.get("p50_us"), all.get("p99_us"), all.get("max_us")));
    }

    @Override
    public void close() {
        program.close();
    }
}
