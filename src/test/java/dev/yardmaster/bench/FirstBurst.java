package dev.yardmaster.bench;

import java.util.List;

/**
 * Checks the most likely place to lose events: a child prints its first line and fifty pieces in one write, before any client is connected.
 * Clients must receive all of them, including the first event, once and in order. This is a check, not a measurement.
 */
record FirstBurst(RunningService service, Programs programs) {
    static final int PIECES = 50;
    static final String AGENT = "burst";
    static final int SESSIONS = 20;

    Faults run() throws Exception {
        Load load = new Load(1, 1, PIECES, 0);
        Api api = service.api();
        Faults faults = Faults.NONE;
        for (int i = 0; i < SESSIONS; i++) {
            String session = api.startSession(AGENT, "go");
            List<String> target = List.of(api.target(session));
            try (Clients clients = Clients.ofEvents(programs.sink(), load, api.token(), target)) {
                clients.awaitReady();
                faults = faults.plus(clients.results().faults());
            }
            api.stopSession(session);
        }
        return faults;
    }
}
