package dev.yardmaster.needs;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * A kind of things that can need a person. All CDI beans of this type are asked. A need is gone when its source does not return it any more.
 */
public interface NeedSource {
    /** The kind of all its needs: a word in {@code snake_case}. */
    String kind();

    /** The first needs behind a position that are not dismissed, at most {@code limit}, the newest first. */
    Uni<List<Need>> list(Position after, int limit);

    /** How many needs are not dismissed. */
    Uni<Long> count();
}
