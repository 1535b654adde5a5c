package dev.yardmaster.pool;

import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes of what a user says of a pool what it is, or refuses it. */
record PoolSpecValidator(Providers providers) {
    /**
     * A pool as it is to be stored. Throws {@code invalid_request} or {@code unknown_provider}, naming the field.
     *
     * @param before what it was; a provider that has become unknown since it was stored may stay
     */
    Pool check(Pool before, PoolSpec spec) {
        if (isId(spec.name())) {
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
        String here = "entries[" + number + "].";
        spec.focus().filter(_ -> spec.role() != Role.STEWARD).ifPresent(focus -> {
            throw invalid("Only stewards have a focus. Leave it out.").in(here + "focus", focus);
        });
        spec.slots().filter(slots -> slots > size).ifPresent(slots -> {
            throw invalid("The pool's size is " + size + ". Give the entry fewer slots, or raise the size.")
                    .in(here + "slots", slots.toString());
        });
        spec.model().filter(_ -> spec.provider().isEmpty()).ifPresent(model -> {
            throw invalid("Providers have different names for models. Name the provider as well.")
                    .in(here + "model", model);
        });
        return new PoolEntry(
                number,
                spec.role(),
                spec.mode(),
                spec.focus(),
                spec.priority().orElse(0),
                spec.slots(),
                spec.provider().map(word -> provider(here, word, stored)),
                spec.model());
    }

    private String provider(String here, String word, Set<String> stored) {
        Optional<String> id =
                providers.names().find(word).map(provider -> provider.id().value());
        return id.or(() -> Optional.of(word).filter(stored::contains)).orElseGet(() -> {
            try {
                return providers.provider(word).id().value();
            } catch (YardmasterException e) {
                throw e.in(here + "provider", word);
            }
        });
    }

    private static YardmasterException invalid(String detail) {
        return new YardmasterException(ErrorCode.INVALID_REQUEST, detail);
    }

    private static boolean isId(String name) {
        try {
            return name.length() == 36 && UUID.fromString(name).version() >= 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
