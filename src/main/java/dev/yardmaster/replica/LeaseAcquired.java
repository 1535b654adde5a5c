package dev.yardmaster.replica;

/** CDI event: this service has become the one that dispatches. Observers must not block. */
public record LeaseAcquired() {}
