package dev.yardmaster.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of usage, in ascending order of the groups as {@code by} names them: days the oldest first.
 *
 * @param since only sessions that started then or later
 * @param until only sessions that started before
 * @param next the {@code after} of the following page
 */
@JsonInclude(Include.NON_ABSENT)
record UsagePage(Instant since, Instant until, List<UsageRow> items, Optional<String> next) {}
