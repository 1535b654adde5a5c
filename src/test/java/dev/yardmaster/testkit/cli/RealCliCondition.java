package dev.yardmaster.testkit.cli;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a {@link RealCliTest} whose CLI is not installed. */
final class RealCliCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), RealCliTest.class)
                .map(test -> evaluate(PinnedCli.of(test.value())))
                .orElseGet(() -> enabled("No real CLI is required"));
    }

    static ConditionEvaluationResult evaluate(PinnedCli cli) {
        return cli.installed() ? enabled(cli.id() + " is installed") : disabled(cli.absence());
    }
}
