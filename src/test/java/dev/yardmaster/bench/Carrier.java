package dev.yardmaster.bench;

/** What carries pieces from children to clients: the service, or a bound. */
interface Carrier {
    String name();

    Measurement measure(Load load) throws Exception;
}
