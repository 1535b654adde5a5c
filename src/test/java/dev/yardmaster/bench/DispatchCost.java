package dev.yardmaster.bench;

/**
 * What it takes to start a task while others wait.
 *
 * @param waiting how many others
 * @param sinceRequest from before the request that created the task until its child's first instruction
 * @param sinceRow the same from when the database noted the task
 * @param serviceMillis the service's own processor time for one task, from its creation to its end
 * @param databaseMillis the database's
 */
record DispatchCost(
        Backlog backlog,
        int waiting,
        Delays sinceRequest,
        Delays sinceRow,
        double serviceMillis,
        double databaseMillis) {}
