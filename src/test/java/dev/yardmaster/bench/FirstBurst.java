package dev.yardmaster.bench;

import java.util.List;

/**
 * A child that prints its first line and fifty pieces more in one write, before anybody can listen: all must come, once and in order,
 * the first event included. Not a measurement; nothing may be lost where it is easiest to lose.
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
                faults = faults.plus(clients.received().faults());
            }
            api.stopSession(session);
        }
        return faults;
    }
}
