package dev.yardmaster.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of usage, in the ascending order of the values of {@code by}; days start with the oldest.
 *
 * @param since sessions that started at this time or later are counted
 * @param until sessions that started before this time are counted
 * @param next the {@code after} of the next page; absent on the last page
 */
@JsonInclude(Include.NON_ABSENT)
record UsagePage(Instant since, Instant until, List<UsageRow> items, Optional<String> next) {}
