package dev.yardmaster.activity;

import dev.yardmaster.id.Ids;
import dev.yardmaster.page.Conditions;

/** The conditions of a filter in SQL. */
final class ActivityConditions {
    private ActivityConditions() {}

    static Conditions of(ActivityFilter filter) {
        return new Conditions()
                .add(filter.after(), "id < $?")
                .add(filter.actor(), "actor = $?")
                .add(filter.action(), "action = $?")
                .add(filter.kind(), "kind = $?")
                .add(filter.thing(), "(thing = $? OR name = $?)")
                // Ids begin with their time.
                .add(filter.start().map(Ids::firstAt), "id >= $?")
                .add(filter.end().map(Ids::firstAt), "id < $?")
                .add(
                        filter.text().map(ActivityConditions::containing),
                        "concat_ws(' ', actor, action, name, before::text, after::text) ILIKE $?");
    }

    private static String containing(String text) {
        return "%" + text.replaceAll("[\\\\%_]", "\\\\$0") + "%";
    }
}
