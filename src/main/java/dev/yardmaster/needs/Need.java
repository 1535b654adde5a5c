package dev.yardmaster.needs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Something that waits for a person.
 *
 * @param kind what it is, such as {@code question}
 * @param subject names the thing among those of its kind, such as the id of a question
 * @param title one line for people
 * @param detail more about it, such as the reason of a failure
 * @param since when it began to need somebody
 * @param version changes when the thing changes, so that a dismissal of an earlier version does not hide it
 * @param ids the ids or names of the things that it is about, by their kind
 * @param next what a person does next
 */
@JsonInclude(Include.NON_ABSENT)
public record Need(
        String kind,
        @JsonIgnore String subject,
        String title,
        Optional<String> detail,
        Instant since,
        @JsonIgnore String version,
        Map<String, String> ids,
        Action next) {
    /** The order of the list: the newest first. */
    static final Comparator<Need> NEWEST_FIRST =
            Comparator.comparing(Need::since).thenComparing(Need::id).reversed();

    public Need {
        ids = Map.copyOf(ids);
    }

    /**
     * What a person does next.
     *
     * @param command a command line without the name of the program; what a person has to choose stands in capitals
     * @param method the HTTP method of the route that does the same
     * @param path the path of this route
     */
    public record Action(String command, String method, String path) {}

    /** Names it in the API: the kind and the subject. */
    @JsonProperty("id")
    public String id() {
        return kind + ":" + subject;
    }
}
