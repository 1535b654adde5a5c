package dev.yardmaster.testkit.cli;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test method or class that runs a real CLI. If the pinned version is not installed, the tests are skipped, and the report contains the
 * command that installs it. {@code -DexcludedGroups=real-cli} excludes all of them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Tag("real-cli")
@ExtendWith(RealCliCondition.class)
public @interface RealCliTest {
    /** Returns the id of the CLI in {@code clis.properties}, such as {@code claude-code}. */
    String value();
}
