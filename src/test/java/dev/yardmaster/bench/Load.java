package dev.yardmaster.bench;

/**
 * What is to be carried.
 *
 * @param sessions how many children print at once
 * @param clients how many clients listen to each
 * @param pieces how many pieces of text each child prints
 * @param rate pieces a second; 0 for as many as it can
 */
record Load(int sessions, int clients, int pieces, int rate) {
    int streams() {
        return sessions * clients;
    }

    /** Pieces that are printed in all. */
    long events() {
        return (long) sessions * pieces;
    }

    /** Pieces that are received in all. */
    long frames() {
        return (long) streams() * pieces;
    }
}
