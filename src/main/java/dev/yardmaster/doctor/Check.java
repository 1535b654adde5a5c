package dev.yardmaster.doctor;

import java.time.Duration;
import java.util.List;

/** One topic. It changes nothing. */
interface Check {
    /** The id of the topic, for the finding of a check that has no result. */
    String name();

    /** Blocks until the findings are there. An interrupt ends it early. */
    List<Finding> run() throws Exception;

    /** The finding if the check has no result in time. */
    default Finding overdue(Duration limit) {
        return Finding.warning(
                name(),
                "The check had no result within " + limit.toSeconds() + " s.",
                "Repeat the command when the machine is less busy.");
    }
}
