package dev.yardmaster.cli;

import picocli.CommandLine.Command;

/** The root of all commands. */
@Command(
        name = "yardmaster",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs a crew of coding agents on several CLI providers.",
        synopsisSubcommandLabel = "COMMAND")
final class YardmasterCommand {}
