package dev.yardmaster.testkit;

import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Passes the same {@link ListDatabase} to all tests of the run. */
public final class ListDatabases implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ListDatabase.class;
    }

    @Override
    public ListDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(ListDatabase.class, _ -> started(), ListDatabase.class);
    }

    private static ListDatabase started() {
        try {
            return new ListDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
