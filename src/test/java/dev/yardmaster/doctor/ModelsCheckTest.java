package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelsCheckTest {
    private final FakeService service = new FakeService();

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void shouldFindTheModelsOfSettingsAndPools() throws Exception {
        // Given
        service.answer("GET /api/settings", 200, "{'values': {'defaultModels': {'codex': 'opus'}}}");
        service.answer(
                "GET /api/pools",
                200,
                "{'items': [{'entries': [{'provider': 'codex', 'model': 'gpt-5-long'}, {'role': 'worker'}]}]}");
        models(
                "{'aliases': {'opus': 'gpt-5.4'}, 'models': [{'id': 'gpt-5.4'}, {'id': 'gpt-5', 'resolvesTo': 'gpt-5-long'}]}");

        // When
        var findings = run();

        // Then
        assertThat(findings)
                .containsExactly(Finding.ok(
                        "models", "The models of codex that settings and pools name exist: gpt-5-long, opus."));
    }

    @Test
    void shouldNameAModelThatIsNotListed() throws Exception {
        // Given
        service.answer("GET /api/settings", 200, "{'values': {'defaultModels': {'codex': 'opus'}}}");
        models("{'aliases': {'opus': 'gpt-5.4'}, 'models': [{'id': 'gpt-6'}]}");

        // When
        var findings = run();

        // Then
        assertThat(findings)
                .containsExactly(Finding.warning(
                        "models",
                        "The settings or a pool name the model 'opus' ('gpt-5.4'), which codex does not list.",
                        "Name one of the models of `yardmaster provider models codex`, or change the alias with"
                                + " yardmaster.model-aliases."));
    }

    @Test
    void shouldReportThatTheModelsCannotBeListed() throws Exception {
        // Given
        service.answer("GET /api/settings", 200, "{'values': {'defaultModels': {'codex': 'opus'}}}");
        models("{'models': [], 'problem': 'The program codex is not installed. Install it.'}");

        // When
        var findings = run();

        // Then
        assertThat(findings)
                .containsExactly(Finding.warning("models", "The program codex is not installed.", "Install it."));
    }

    @Test
    void shouldFindNothingWithoutNamedModelsOrAService() throws Exception {
        // When
        var unnamed = run();
        var absent = new ModelsCheck(Service.absent()).run();

        // Then
        assertThat(unnamed).isEmpty();
        assertThat(absent).isEmpty();
    }

    private void models(String answer) {
        service.answer("GET /api/providers/codex/models", 200, answer);
    }

    private List<Finding> run() throws InterruptedException {
        return new ModelsCheck(service.service()).run();
    }
}
