package dev.yardmaster.doctor;

import java.util.Locale;

/** How good a finding is. */
enum State {
    OK,
    /** Something may not work, or not everything. */
    WARNING,
    /** Something that every installation needs does not work. */
    FAILED;

    /** The word in the output. */
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
