package dev.yardmaster.bench;

/**
 * Delivery faults. All of them must be 0.
 *
 * @param lost pieces that were not received
 * @param doubled pieces that were received again
 * @param misnumbered events whose id is not the successor of the previous event's id
 */
record Faults(long lost, long doubled, long misnumbered) {
    static final Faults NONE = new Faults(0, 0, 0);

    Faults plus(Faults other) {
        return new Faults(lost + other.lost, doubled + other.doubled, misnumbered + other.misnumbered);
    }
}
