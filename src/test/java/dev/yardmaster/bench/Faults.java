package dev.yardmaster.bench;

/**
 * What must not happen.
 *
 * @param lost pieces that never came
 * @param doubled pieces that came again
 * @param misnumbered events whose id did not follow the one before
 */
record Faults(long lost, long doubled, long misnumbered) {
    static final Faults NONE = new Faults(0, 0, 0);

    Faults plus(Faults other) {
        return new Faults(lost + other.lost, doubled + other.doubled, misnumbered + other.misnumbered);
    }
}
