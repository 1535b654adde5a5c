package dev.yardmaster.pool;

import dev.yardmaster.agent.Role;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Validates a pool specification and turns it into a {@link Pool}. */
record PoolSpecValidator(Providers providers) {
    /**
     * The pool to store. Throws {@code invalid_request} or {@code unknown_provider}; the message names the field.
     *
     * @param before the stored pool. Its providers stay valid even if the service does not know them any more
     */
    Pool validate(Pool before, PoolSpec spec) {
        if (Ids.parse(spec.name()).isPresent()) {
            throw invalid("A pool's name must not look like an id. Choose another name.");
        }
        Set<String> stored = before.entries().stream()
                .flatMap(entry -> entry.provider().stream())
                .collect(Collectors.toSet());
        List<PoolEntry> entries = new ArrayList<>();
        for (EntrySpec entry : spec.entries().orElse(List.of())) {
            entries.add(entry(entry, entries.size(), spec.size(), stored));
        }
        return new Pool(
                before.id(), spec.name(), spec.size(), spec.enabled().orElse(true), entries, before.createdAt());
    }

    private PoolEntry entry(EntrySpec spec, int number, int size, Set<String> stored) {
        String path = "entries[" + number + "].";
        spec.focus().filter(_ -> spec.role() != Role.STEWARD).ifPresent(focus -> {
            throw invalid("Only stewards have a focus. Remove it.").in(path + "focus", focus);
        });
        spec.slots().filter(slots -> slots > size).ifPresent(slots -> {
            throw invalid("The pool's size is " + size + ". Give the entry fewer slots, or make the pool larger.")
                    .in(path + "slots", slots.toString());
        });
        spec.model().filter(_ -> spec.provider().isEmpty()).ifPresent(model -> {
            throw invalid("Each provider has its own model names. Add the 'provider' of the model.")
                    .in(path + "model", model);
        });
        return new PoolEntry(
                number,
                spec.role(),
                spec.mode(),
                spec.focus(),
                spec.priority().orElse(0),
                spec.slots(),
                spec.provider().map(word -> provider(path, word, stored)),
                spec.model());
    }

    private String provider(String path, String word, Set<String> stored) {
        Optional<String> id =
                providers.names().find(word).map(provider -> provider.id().value());
        return id.or(() -> Optional.of(word).filter(stored::contains)).orElseGet(() -> {
            try {
                return providers.provider(word).id().value();
            } catch (YardmasterException e) {
                throw e.in(path + "provider", word);
            }
        });
    }

    private static YardmasterException invalid(String detail) {
        return new YardmasterException(ErrorCode.INVALID_REQUEST, detail);
    }
}
