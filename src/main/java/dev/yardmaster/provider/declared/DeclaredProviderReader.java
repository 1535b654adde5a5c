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

/** Reads what the configuration says of a provider. Every mistake is told with the setting that has it. */
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
            throw invalid("dialect", "would declare a provider that there is already. Choose another id");
        }
        try {
            return new ProviderId(id);
        } catch (IllegalArgumentException e) {
            throw invalid("dialect", "has an id that can't be used. " + e.getMessage());
        }
    }

    private String dialect() {
        return config.dialect()
                .orElseThrow(() ->
                        invalid("dialect", "is missing. Give the protocol that the CLI speaks: " + knownDialects()));
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
                throw invalid("version-pattern", "has no group. Put the part that is the version into parentheses");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw invalid("version-pattern", "is no regular expression: " + e.getDescription());
        }
    }

    private YardmasterException invalid(String setting, String what) {
        return new YardmasterException(
                ErrorCode.INVALID_CONFIGURATION, "yardmaster.providers." + id + "." + setting + " " + what + ".");
    }
}
