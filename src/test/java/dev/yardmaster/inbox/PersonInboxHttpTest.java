package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages to one person. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PersonInboxHttpTest {
    @Inject
    Pool pool;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();

    @Test
    void shouldShowAPersonWhatIsForPeopleAndForThePerson() {
        // Given
        JsonObject token = new TestTokens(pool).create(AccessRole.VIEWER);
        Api person = new Api(LocalService.base(), token.getString("token"));
        JsonObject toAll = mail.send("people", "For all");
        JsonObject toOne = mail.send("person:" + token.getString("name"), "For you");

        // When
        String after = "/api/inbox?after=" + toAll.getLong("seq");
        List<String> own = ids(person, after);
        List<String> ofOthers = ids(api, after);

        // Then
        assertThat(toOne.getString("person")).isEqualTo(token.getString("name"));
        assertThat(toOne.getString("addressed")).isEqualTo("person");
        assertThat(toOne.getLong("seq")).isGreaterThan(toAll.getLong("seq"));
        assertThat(own).contains(toOne.getString("id"));
        assertThat(ofOthers).doesNotContain(toOne.getString("id"));
    }

    @Test
    void shouldRefuseAPersonWithoutAToken() {
        // When
        HttpResponse<String> response = api.post("/api/messages", MailFixture.message("person:nobody-here", "Hello?"));

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("no token has this name");
    }

    private static List<String> ids(Api api, String path) {
        return MailFixture.items(api.json(api.get(path))).stream()
                .map(message -> message.getString("id"))
                .toList();
    }
}
