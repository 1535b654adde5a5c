package dev.yardmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.cli.CommandLineFixture.Result;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines with mistakes: the exit code, and one sentence for the user. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class CommandMistakesTest {
    @RegisterExtension
    final CommandLineFixture fixture = new CommandLineFixture();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            agent register                             | 2 | Missing required parameter
            agent show NAMEx                           | 3 | agent show
            agent register NAME --role boss            | 2 | There is no role 'boss'
            agent register NAME --rol worker           | 2 | --role
            agent lst                                  | 2 | Did you mean: agent ls
            agent                                      | 2 | Missing required subcommand
            agnt list                                  | 2 | agent
            agent show ..                              | 2 | '..' is neither a name nor an id
            agent register NAME --role worker --enabled=no | 2 | 'no' is not a boolean
            task cancel-all 01900000-0000-7000-8000-000000000000 | 4 | 1 of 1 were refused
            task create X -w                           | 2 | Unknown option: '-w'
            task show zzz                              | 3 | is no id
            task show 0199                             | 3 | Nothing has an id that begins with '0199'
            task list --limit many                     | 2 | --limit is 'many'. Give a whole number.
            task list --state nowhere                  | 2 | nowhere
            task create T --timeout soon               | 2 | --timeout is 'soon'
            task create T --prompt @/none/here         | 2 | --prompt is '@/none/here', but the file can't be read
            task import {                              | 2 | JSON is not JSON
            agent update NAME --unset colour           | 2 | --unset names 'colour'
            settings set defaultProvider               | 2 | has no value
            settings set colour=red                    | 2 | There is no setting 'colour'
            settings set runtime.x=red                 | 2 | has no entries
            settings get nothing                       | 3 | no field 'nothing'
            pool rm NAME                               | 2 | --yes
            limits report nobody --for 2h              | 2 | There is no executable 'nobody'
            plan activate NAME                         | 3 | NAME
            agent list -o yaml                         | 2 | expected one of [wide, json]
            agent list --server nowhere                | 2 | nowhere
            agent list --server http://127.0.0.1:1     | 6 | No Yardmaster answers at http://127.0.0.1:1 (from --server)
            """)
    void shouldExplainAMistakeInOneLine(String line, int exitCode, String sentence) throws Exception {
        // When
        Result result = fixture.run(line.replace("NAME", fixture.name()).split(" +"));

        // Then
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.out().isEmpty() || line.contains("-all ")).isTrue();
        assertThat(result.err())
                .contains(sentence.replace("NAME", fixture.name()).replace("agent show", fixture.name()));
        assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldProposeTheNameThatIsMisspelt() throws Exception {
        // Given
        fixture.run("agent", "register", fixture.name(), "--role", "worker", "--enabled=false");

        // When
        Result result = fixture.run("agent", "show", fixture.name() + "x");

        // Then
        assertThat(result.err()).contains("Did you mean " + fixture.name());
    }

    @Test
    void shouldReportAMissingTokenAndAWrongOne() throws Exception {
        // When
        fixture.environment().put("YARDMASTER_TOKEN", "ym_wrong");
        Result wrong = fixture.run("agent", "list");
        fixture.environment().remove("YARDMASTER_TOKEN");
        Result missing = fixture.run("agent", "list");

        // Then
        assertThat(wrong.exitCode()).isEqualTo(5);
        assertThat(wrong.err()).contains("yardmaster login");
        assertThat(missing.exitCode()).isEqualTo(5);
        assertThat(missing.err()).contains("No token is known for " + LocalService.base());
    }
}
