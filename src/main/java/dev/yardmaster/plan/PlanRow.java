package dev.yardmaster.plan;

import java.util.UUID;

/** A plan as a transaction of plain SQL reads it. */
record PlanRow(UUID id, String name, PlanState state) {}
