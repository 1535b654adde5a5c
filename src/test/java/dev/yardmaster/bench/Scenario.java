package dev.yardmaster.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One load. Each round measures the service and its baselines directly after each other, so that they run under the same conditions.
 *
 * @param warmUps the number of rounds of the service alone that are not measured
 */
record Scenario(String name, Load load, int warmUps, int rounds) {
    /** Runs the scenario; the first relay is the service, the others are its baselines. */
    ScenarioResult run(List<Relay> relays) throws Exception {
        List<Measurement> warmedUp = new ArrayList<>();
        for (int i = 0; i < warmUps; i++) {
            warmedUp.add(relays.getFirst().measure(load));
        }
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            List<Measurement> round = new ArrayList<>();
            for (Relay relay : relays) {
                round.add(relay.measure(load));
            }
            measured.add(new Round(round));
        }
        return new ScenarioResult(this, relays.stream().map(Relay::name).toList(), warmedUp, measured);
    }

    /** One measurement of each relay, in their order. */
    record Round(List<Measurement> measurements) {
        Measurement service() {
            return measurements.getFirst();
        }

        /** The service's events per second as a share of those of the first baseline. */
        double ratio() {
            return service().eventsPerSecond() / measurements.get(1).eventsPerSecond();
        }
    }
}
