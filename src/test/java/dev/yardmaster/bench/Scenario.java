package dev.yardmaster.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One load. Each round measures the service and its baselines directly after each other, so that they run under the same conditions.
 *
 * @param warmUps the number of rounds that are not measured, of the relays that become faster while they run
 */
record Scenario(String name, Load load, int warmUps, int rounds) {
    /** Runs the scenario; the first relay is the service, the others are its baselines. */
    ScenarioResult run(List<Relay> relays) throws Exception {
        List<Measurement> warmedUp = new ArrayList<>();
        for (int i = 0; i < warmUps; i++) {
            for (Relay relay : relays) {
                if (relay.warmsUp()) {
                    warmedUp.add(relay.measure(load));
                }
            }
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

        /** The service's events per second as a share of those of another relay. */
        double ratioTo(int relay) {
            return service().eventsPerSecond() / measurements.get(relay).eventsPerSecond();
        }
    }
}
