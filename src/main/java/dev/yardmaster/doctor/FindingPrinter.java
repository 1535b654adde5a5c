package dev.yardmaster.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.yardmaster.terminal.PlainText;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Prints findings for people, or as JSON. */
record FindingPrinter(PrintWriter out, Ansi ansi) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Prints a line with the finding, and below it what to do. */
    void print(Finding finding) {
        out.println(
                mark(finding.state()) + PlainText.line(String.format("%-16s %s", finding.check(), finding.detail())));
        finding.fix().ifPresent(fix -> out.println("         fix: " + PlainText.line(fix)));
        out.flush();
    }

    /** Prints a last line with the number of findings that need attention. */
    void printSummary(List<Finding> findings) {
        long failed = count(findings, State.FAILED);
        long warnings = count(findings, State.WARNING);
        out.println(
                failed + warnings == 0
                        ? "All checks passed."
                        : failed + " failed, " + warnings + (warnings == 1 ? " warning." : " warnings."));
        out.flush();
    }

    /** Prints an array. */
    void printJson(List<Finding> findings) throws JsonProcessingException {
        ArrayNode array = JSON.createArrayNode();
        findings.forEach(finding -> array.addObject()
                .put("check", finding.check())
                .put("state", finding.state().value())
                .put("detail", finding.detail())
                .put("fix", finding.fix().orElse(null)));
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(array));
        out.flush();
    }

    private String mark(State state) {
        String word = String.format("%-9s", state.value());
        return switch (state) {
            case OK -> colored("green", word);
            case WARNING -> colored("yellow", word);
            case FAILED -> colored("red", word);
        };
    }

    private String colored(String color, String word) {
        return ansi.string("@|" + color + " " + word + "|@");
    }

    private static long count(List<Finding> findings, State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }
}
