package dev.yardmaster.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One load, carried by the service and by its bounds in turn, so that each round's are of the same minute.
 *
 * @param warmUps rounds of the service alone that do not count
 */
record Scenario(String name, Load load, int warmUps, int rounds) {
    /** Measures; the first carrier is what the others are bounds of. */
    Outcome run(List<Carrier> carriers) throws Exception {
        List<Measurement> unmeasured = new ArrayList<>();
        for (int i = 0; i < warmUps; i++) {
            unmeasured.add(carriers.getFirst().measure(load));
        }
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            List<Measurement> round = new ArrayList<>();
            for (Carrier carrier : carriers) {
                round.add(carrier.measure(load));
            }
            measured.add(new Round(round));
        }
        return new Outcome(this, carriers.stream().map(Carrier::name).toList(), unmeasured, measured);
    }

    /** What the carriers did, in their order. */
    record Round(List<Measurement> measurements) {
        Measurement service() {
            return measurements.getFirst();
        }

        /** How much of the plainest bound the service reached. */
        double ratio() {
            return service().eventsPerSecond() / measurements.get(1).eventsPerSecond();
        }
    }
}
