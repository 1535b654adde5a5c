package dev.yardmaster.provider.claude;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cloud platform through which Claude Code reaches its models. A variable switches Claude Code to the platform, and Claude Code then needs
 * the platform's own variables too (2.1.329).
 */
enum CloudPlatform {
    BEDROCK(
            "Amazon Bedrock",
            "CLAUDE_CODE_USE_BEDROCK",
            List.of("AWS_*", "ANTHROPIC_BEDROCK_*"),
            ".aws",
            "AWS_REGION and AWS_BEARER_TOKEN_BEDROCK"),
    MANTLE(
            "Amazon Bedrock",
            "CLAUDE_CODE_USE_MANTLE",
            List.of("AWS_*", "ANTHROPIC_BEDROCK_*"),
            ".aws",
            "AWS_REGION and AWS_BEARER_TOKEN_BEDROCK"),
    AWS(
            "Claude on AWS",
            "CLAUDE_CODE_USE_ANTHROPIC_AWS",
            List.of("AWS_*", "ANTHROPIC_AWS_*"),
            ".aws",
            "AWS_REGION and ANTHROPIC_AWS_API_KEY"),
    VERTEX(
            "Google Vertex AI",
            "CLAUDE_CODE_USE_VERTEX",
            List.of("CLOUD_ML_REGION", "GOOGLE_*", "VERTEX_*", "GCLOUD_PROJECT", "CLOUDSDK_*", "ANTHROPIC_VERTEX_*"),
            ".config/gcloud",
            "CLOUD_ML_REGION, ANTHROPIC_VERTEX_PROJECT_ID and GOOGLE_APPLICATION_CREDENTIALS"),
    GOOGLE_CLOUD(
            "Claude on Google Cloud",
            "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD",
            List.of("GOOGLE_*", "GCLOUD_PROJECT", "CLOUDSDK_*", "ANTHROPIC_GOOGLE_CLOUD_*"),
            ".config/gcloud",
            "ANTHROPIC_GOOGLE_CLOUD_PROJECT and GOOGLE_APPLICATION_CREDENTIALS"),
    FOUNDRY(
            "Microsoft Foundry",
            "CLAUDE_CODE_USE_FOUNDRY",
            List.of("AZURE_*", "ANTHROPIC_FOUNDRY_*"),
            ".azure",
            "ANTHROPIC_FOUNDRY_RESOURCE and ANTHROPIC_FOUNDRY_API_KEY");

    private static final Set<String> ON = Set.of("1", "true", "yes", "on");

    private final String displayName;
    private final String toggle;
    private final List<String> variables;
    private final String credentials;
    private final String usual;

    /**
     * @param toggle the variable that switches Claude Code to the platform
     * @param variables the platform's variables; a name that ends with {@code *} is a prefix
     * @param credentials the directory, below the home directory, in which the platform's own tools keep credentials
     * @param usual the variables that most users need
     */
    CloudPlatform(String displayName, String toggle, List<String> variables, String credentials, String usual) {
        this.displayName = displayName;
        this.toggle = toggle;
        this.variables = variables;
        this.credentials = credentials;
        this.usual = usual;
    }

    /** The variables of all platforms that an environment switches on. */
    static Set<String> variables(Map<String, String> environment) {
        return usedIn(environment)
                .flatMap(platform -> platform.variables.stream())
                .collect(Collectors.toSet());
    }

    /** A sentence about the platform that an environment switches on without anything that the platform needs; empty if there is none. */
    static Optional<String> missing(Map<String, String> environment) {
        return usedIn(environment)
                .filter(platform -> !platform.isConfigured(environment))
                .map(CloudPlatform::advice)
                .findFirst();
    }

    private static Stream<CloudPlatform> usedIn(Map<String, String> environment) {
        return Arrays.stream(values())
                .filter(platform -> ON.contains(
                        environment.getOrDefault(platform.toggle, "").toLowerCase(Locale.ROOT)));
    }

    private boolean isConfigured(Map<String, String> environment) {
        return environment.keySet().stream().anyMatch(this::isVariable)
                || Files.isDirectory(Path.of(environment.getOrDefault("HOME", "/"), credentials));
    }

    private boolean isVariable(String name) {
        return variables.stream()
                .anyMatch(variable -> variable.endsWith("*")
                        ? name.startsWith(variable.substring(0, variable.length() - 1))
                        : name.equals(variable));
    }

    private String advice() {
        return toggle + " is set, so Claude Code uses " + displayName + ", but no variable of " + displayName
                + " is set and ~/" + credentials + " does not exist. Add " + usual
                + " to the environment of the executable or of the service, or remove " + toggle + ".";
    }
}
