package dev.yardmaster.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the script that makes a shell complete the commands. The script asks {@link CompleteCommand} for the words. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the script that makes a shell complete commands, options and the names of agents, projects and other things.",
            "bash: yardmaster completion bash > ~/.local/share/bash-completion/completions/yardmaster",
            "zsh:  yardmaster completion zsh > \"$${fpath[1]}/_yardmaster\"",
            "fish: yardmaster completion fish > ~/.config/fish/completions/yardmaster.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    private static final String BASH = """
            _yardmaster() {
                local IFS=$'\\n'
                COMPREPLY=($(yardmaster %1$s -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
            }
            complete -o default -F _yardmaster yardmaster
            """;

    private static final String ZSH = """
            #compdef yardmaster
            _yardmaster() {
                local -a candidates
                candidates=("${(@f)$(yardmaster %1$s -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
                compadd -a candidates
            }
            if [ "$funcstack[1]" = "_yardmaster" ]; then _yardmaster; else compdef _yardmaster yardmaster; fi
            """;

    private static final String FISH = """
            complete -c yardmaster -f -a '(yardmaster %1$s -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
            """;

    private final PrintStream out;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.bash;

    /** The shells with a script. */
    enum Shell {
        bash(BASH),
        zsh(ZSH),
        fish(FISH);

        private final String script;

        Shell(String script) {
            this.script = script;
        }
    }

    CompletionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        out.print(shell.script.formatted(CompleteCommand.NAME));
        return ExitCode.OK;
    }
}
