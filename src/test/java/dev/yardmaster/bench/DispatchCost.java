package dev.yardmaster.bench;

/**
 * The time and CPU that the start of a task takes while other tasks wait.
 *
 * @param waiting the number of other tasks
 * @param sinceRequest from the moment before the request that creates the task until the child's first instruction
 * @param sinceRow from the task's creation time in the database until the child's first instruction
 * @param serviceMillis the CPU time of the service, without children, for one task from its creation to its end
 * @param databaseMillis the CPU time of the database for one task from its creation to its end
 */
record DispatchCost(
        Backlog backlog,
        int waiting,
        Latencies sinceRequest,
        Latencies sinceRow,
        double serviceMillis,
        double databaseMillis) {}
