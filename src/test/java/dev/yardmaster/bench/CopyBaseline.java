package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The baseline: one C program per child that copies the child's lines to the sockets of the clients. */
record CopyBaseline(Programs programs, Path directory, Write write) implements Relay {
    /** When the program writes: after each line, or after each read of up to 64 KiB. */
    enum Write {
        LINE,
        BATCH;

        String argument() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String name() {
        return "C " + write.argument();
    }

    @Override
    public Measurement measure(Load load) throws IOException {
        List<RunningProgram> copies = new ArrayList<>();
        try (StartSignal signal = new StartSignal(directory)) {
            List<String> targets = new ArrayList<>();
            for (int i = 0; i < load.sessions(); i++) {
                RunningProgram copy = start(load, signal);
                copies.add(copy);
                String port = copy.numbers().get("port").toString();
                targets.addAll(Collections.nCopies(load.clients(), port));
            }
            return measure(load, signal, copies, targets);
        } finally {
            copies.forEach(RunningProgram::close);
        }
    }

    private Measurement measure(Load load, StartSignal signal, List<RunningProgram> copies, List<String> targets)
            throws IOException {
        ClientResults results;
        try (Clients clients = Clients.ofLines(programs.sink(), load, targets)) {
            clients.awaitReady();
            signal.send();
            results = clients.results();
        }
        long cpu = 0;
        for (RunningProgram copy : copies) {
            cpu += copy.numbers().get("cpu_ns");
        }
        return new Measurement(load, results, cpu, 0);
    }

    private RunningProgram start(Load load, StartSignal signal) throws IOException {
        return RunningProgram.start(
                programs.copy(),
                List.of(
                        write.argument(),
                        Integer.toString(load.clients()),
                        signal.prompt(load),
                        programs.flood().toString()));
    }
}
