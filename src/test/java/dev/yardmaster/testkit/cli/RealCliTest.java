package dev.yardmaster.testkit.cli;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Beside {@code @Test} or on a class: the tests drive a real CLI. Where its pinned version is not installed they are reported as skipped,
 * with the command that installs it. {@code -DexcludedGroups=real-cli} leaves them out altogether.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Tag("real-cli")
@ExtendWith(RealCliCondition.class)
public @interface RealCliTest {
    /** The id of the CLI in {@code clis.properties}, such as {@code claude-code}. */
    String value();
}
