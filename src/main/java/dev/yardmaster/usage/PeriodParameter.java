package dev.yardmaster.usage;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which of the budgets of an owner a request is about. */
record PeriodParameter(
        @Parameter(description = "The period of the budget: day, month or total (it never resets). By default day.")
        @QueryParam("period")
        Optional<String> period) {
    /** Throws {@code invalid_request}. */
    BudgetPeriod value() {
        return period.map(BudgetPeriod::of).orElse(BudgetPeriod.DAY);
    }
}
