package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The bound: a C program for each child that copies its lines to the sockets of its clients. */
record PlainCopy(Programs programs, Path directory, Write write) implements Carrier {
    /** How often it writes: for each line, or for each read of up to 64 KiB. */
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
        try (Gate gate = new Gate(directory)) {
            List<String> targets = new ArrayList<>();
            for (int i = 0; i < load.sessions(); i++) {
                RunningProgram copy = start(load, gate);
                copies.add(copy);
                String port = copy.numbers().get("port").toString();
                targets.addAll(Collections.nCopies(load.clients(), port));
            }
            return measure(load, gate, copies, targets);
        } finally {
            copies.forEach(RunningProgram::close);
        }
    }

    private Measurement measure(Load load, Gate gate, List<RunningProgram> copies, List<String> targets)
            throws IOException {
        Received received;
        try (Clients clients = Clients.ofLines(programs.sink(), load, targets)) {
            clients.awaitReady();
            gate.open();
            received = clients.received();
        }
        long cpu = 0;
        for (RunningProgram copy : copies) {
            cpu += copy.numbers().get("cpu_ns");
        }
        return new Measurement(load, received, cpu, 0);
    }

    private RunningProgram start(Load load, Gate gate) throws IOException {
        return RunningProgram.start(
                programs.copy(),
                List.of(
                        write.argument(),
                        Integer.toString(load.clients()),
                        gate.prompt(load),
                        programs.flood().toString()));
    }
}
