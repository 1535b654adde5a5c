package dev.yardmaster.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.id.Ids;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry of the activity.
 *
 * @param id ids order entries by time
 * @param at the time in the id
 * @param actorKind {@code token}, {@code agent}, {@code service}, or {@code unknown} for a request without a valid token
 * @param actor the name of the token or agent, or the part of the service
 * @param action what was done, such as {@code task.cancel}
 * @param kind the kind of the thing, such as {@code task}
 * @param thing the id of the thing; its name or its path if it has no id
 * @param name the name of the thing
 * @param before the changed fields before the change; secrets are hidden
 * @param after the changed fields after the change; secrets are hidden
 * @param address where the request came from
 * @param count how often it happened within a minute, for refused requests
 */
@JsonInclude(Include.NON_ABSENT)
record Entry(
        UUID id,
        Instant at,
        String actorKind,
        String actor,
        String action,
        Optional<String> kind,
        Optional<String> thing,
        Optional<String> name,
        Optional<Map<String, Object>> before,
        Optional<Map<String, Object>> after,
        Optional<String> address,
        int count) {
    /** An entry that happens now, and once. */
    static Entry of(Actor actor, String action, Subject subject, Optional<String> address) {
        UUID id = Ids.next();
        return new Entry(
                id,
                Ids.timeOf(id),
                actor.kind(),
                actor.name(),
                action,
                subject.kind(),
                subject.thing(),
                subject.name(),
                subject.before(),
                subject.after(),
                address,
                1);
    }

    /** What an entry is about. */
    record Subject(
            Optional<String> kind,
            Optional<String> thing,
            Optional<String> name,
            Optional<Map<String, Object>> before,
            Optional<Map<String, Object>> after) {
        /** Nothing but some facts. */
        static Subject of(Map<String, Object> facts) {
            return new Subject(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(facts));
        }
    }

    /** The same entry, which happened so often. */
    Entry times(int times) {
        return new Entry(id, at, actorKind, actor, action, kind, thing, name, before, after, address, times);
    }
}
