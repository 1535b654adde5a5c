package dev.yardmaster.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The examples in the help of a command. They precede everything else. */
public final class Examples {
    private static final String SECTION = "examples";

    private Examples() {}

    /**
     * The same command with examples in its help.
     *
     * @param examples command lines without the name of the program
     */
    public static CommandLine first(CommandLine command, List<String> examples) {
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.addFirst(SECTION);
        command.setHelpSectionKeys(sections);
        command.getHelpSectionMap().put(SECTION, _ -> text(examples));
        return command;
    }

    private static String text(List<String> examples) {
        return examples.stream()
                .map(example -> "  yardmaster " + example + System.lineSeparator())
                .collect(Collectors.joining("", "", System.lineSeparator()));
    }
}
