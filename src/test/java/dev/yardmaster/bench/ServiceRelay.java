package dev.yardmaster.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A build of the service: it forwards the output of its own children to clients of its event streams. */
record ServiceRelay(String name, RunningService service, Programs programs, Path directory) implements Relay {
    static final String AGENT = "flood";

    @Override
    public boolean warmsUp() {
        return true;
    }

    /** CPU time is counted until all events are stored and the sessions have ended. */
    @Override
    public Measurement measure(Load load) throws Exception {
        Api api = service.api();
        List<String> sessions = new ArrayList<>();
        try (StartSignal signal = new StartSignal(directory)) {
            List<String> targets = new ArrayList<>();
            for (int i = 0; i < load.sessions(); i++) {
                String session = api.startSession(AGENT, signal.prompt(load));
                sessions.add(session);
                targets.addAll(Collections.nCopies(load.clients(), api.target(session)));
            }
            try (Clients clients = Clients.ofEvents(programs.sink(), load, api.token(), targets)) {
                clients.awaitReady();
                long cpuBefore = service.cpuNanos();
                long databaseBefore = service.databaseNanos();
                signal.send();
                ClientResults results = clients.results();
                stop(sessions);
                return new Measurement(
                        load, results, service.cpuNanos() - cpuBefore, service.databaseNanos() - databaseBefore);
            }
        }
    }

    private void stop(List<String> sessions) throws Exception {
        for (String session : sessions) {
            service.api().stopSession(session);
        }
    }
}
