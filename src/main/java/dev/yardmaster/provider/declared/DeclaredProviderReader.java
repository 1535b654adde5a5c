package dev.yardmaster.provider.declared;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.ProviderId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the configuration of a declared provider. Errors contain the name of the invalid setting. */
record DeclaredProviderReader(String id, ProviderConfig.Entry config, List<AgentProvider> packaged) {
    private static final String VERSION = "(\\d+\\.\\d+\\S*)";

    AgentProvider read() {
        ProviderId own = ownId();
        AgentProvider base = base();
        return new DeclaredProvider(
                own,
                config,
                base,
                base.dialects().getOrDefault(dialect(), LaunchMode.BIDIRECTIONAL),
                arguments(),
                versionPattern());
    }

    private ProviderId ownId() {
        if (packaged.stream().anyMatch(it -> it.id().value().equals(id))) {
            throw invalid("dialect", "declares a provider whose id already exists. Choose another id");
        }
        try {
            return new ProviderId(id);
        } catch (IllegalArgumentException e) {
            throw invalid("dialect", "has an invalid id. " + e.getMessage());
        }
    }

    private String dialect() {
        return config.dialect()
                .orElseThrow(() -> invalid(
                        "dialect", "is missing. Set it to the protocol that the CLI speaks: " + knownDialects()));
    }

    private AgentProvider base() {
        String dialect = dialect();
        return packaged.stream()
                .filter(provider -> provider.dialects().containsKey(dialect))
                .findFirst()
                .orElseThrow(() -> invalid("dialect", "is '" + dialect + "'. Known dialects: " + knownDialects()));
    }

    private String knownDialects() {
        TreeSet<String> dialects = new TreeSet<>();
        packaged.forEach(provider -> dialects.addAll(provider.dialects().keySet()));
        return String.join(", ", dialects);
    }

    private Optional<DeclaredArguments> arguments() {
        return config.arguments().map(DeclaredArguments::new).map(arguments -> {
            if (!arguments.unknown().isEmpty()) {
                throw invalid(
                        "arguments",
                        "has the unknown placeholder {" + String.join("}, {", arguments.unknown())
                                + "}. Known placeholders: " + DeclaredArguments.known());
            }
            return arguments;
        });
    }

    private Pattern versionPattern() {
        try {
            Pattern pattern = Pattern.compile(config.versionPattern().orElse(VERSION));
            if (pattern.matcher("").groupCount() < 1) {
                throw invalid("version-pattern", "has no group. Put parentheses around the part that is the version");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw invalid("version-pattern", "is not a valid regular expression: " + e.getDescription());
        }
    }

    private YardmasterException invalid(String setting, String problem) {
        return new YardmasterException(
                ErrorCode.INVALID_CONFIGURATION, "yardmaster.providers." + id + "." + setting + " " + problem + ".");
    }
}
