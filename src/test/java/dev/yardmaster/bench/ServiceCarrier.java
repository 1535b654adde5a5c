package dev.yardmaster.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The service, carrying a load from its own children to clients of its event streams. */
record ServiceCarrier(RunningService service, Programs programs, Path directory) implements Carrier {
    static final String AGENT = "flood";

    @Override
    public String name() {
        return "service";
    }

    /** What it costs is counted until everything is stored and the sessions have ended. */
    @Override
    public Measurement measure(Load load) throws Exception {
        Api api = service.api();
        List<String> sessions = new ArrayList<>();
        try (Gate gate = new Gate(directory)) {
            List<String> targets = new ArrayList<>();
            for (int i = 0; i < load.sessions(); i++) {
                String session = api.startSession(AGENT, gate.prompt(load));
                sessions.add(session);
                targets.addAll(Collections.nCopies(load.clients(), api.target(session)));
            }
            try (Clients clients = Clients.ofEvents(programs.sink(), load, api.token(), targets)) {
                clients.awaitReady();
                long cpu = service.cpuNanos();
                long database = service.databaseNanos();
                gate.open();
                Received received = clients.received();
                stop(sessions);
                return new Measurement(load, received, service.cpuNanos() - cpu, service.databaseNanos() - database);
            }
        }
    }

    private void stop(List<String> sessions) throws Exception {
        for (String session : sessions) {
            service.api().stopSession(session);
        }
    }
}
