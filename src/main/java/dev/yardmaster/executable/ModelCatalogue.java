package dev.yardmaster.executable;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Model;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Knows which models executables offer: it asks them, and remembers what they said for a while. For any thread; nothing here blocks. */
@Singleton
public class ModelCatalogue {
    private final ModelCache lists;

    ModelCatalogue(ProviderCatalog roster, ModelConfig config) {
        this.lists =
                new ModelCache(new Asking(roster), config.atOnce(), config.ttl(), config.patience(), Clock.systemUTC());
    }

    /**
     * The models of an executable. Does not fail: when they can't be listed, the list is the one of before, or empty, and says what the
     * problem is.
     */
    public CompletableFuture<ModelList> models(Executable executable) {
        return lists.of(executable);
    }

    private record Asking(ProviderCatalog roster) implements ModelCache.Source {
        @Override
        public List<Model> models(Executable executable) {
            return roster.providerOf(executable).models(executable);
        }

        @Override
        public Map<String, String> aliases(Executable executable) {
            return roster.aliases(roster.providerOf(executable));
        }
    }
}
