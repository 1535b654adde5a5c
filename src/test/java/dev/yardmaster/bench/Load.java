package dev.yardmaster.bench;

/**
 * The output of the children and the number of clients in a measurement.
 *
 * @param sessions the number of children that print at the same time
 * @param clients the number of clients per child
 * @param pieces the number of pieces of text that each child prints
 * @param rate pieces per second; 0 for full speed
 */
record Load(int sessions, int clients, int pieces, int rate) {
    int streams() {
        return sessions * clients;
    }

    /** The number of pieces that all children print. */
    long events() {
        return (long) sessions * pieces;
    }

    /** The number of pieces that all clients receive. */
    long frames() {
        return (long) streams() * pieces;
    }
}
