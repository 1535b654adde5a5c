package dev.yardmaster.bench;

/** Forwards the output of child processes to clients: the service, or a baseline that the service is compared with. */
interface Relay {
    String name();

    Measurement measure(Load load) throws Exception;
}
