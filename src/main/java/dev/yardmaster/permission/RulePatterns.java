package dev.yardmaster.permission;

import dev.yardmaster.provider.ToolUse;
import java.nio.file.Path;
import java.util.List;

/** Writes patterns of rules. */
public final class RulePatterns {
    private RulePatterns() {}

    /** The patterns that match exactly one use of a tool: its command, each of its files, or its tool. */
    public static List<String> exactly(ToolUse use, Path directory) {
        return switch (use.kind()) {
            case COMMAND -> List.of(literal(use.command().orElse("").strip()));
            case EDIT ->
                use.paths().stream()
                        .flatMap(path -> EditedPath.names(path, directory).stream())
                        .distinct()
                        .map(RulePatterns::literal)
                        .toList();
            case READ, INTERNAL, OTHER -> List.of(literal(use.tool()));
        };
    }

    private static String literal(String text) {
        return text.replace("\\", "\\\\").replace("*", "\\*");
    }
}
