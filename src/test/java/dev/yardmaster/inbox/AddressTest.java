package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.YardmasterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @Test
    void shouldReadTheAddressesOfAgentsRolesAndPeople() {
        assertThat(Address.parse("people")).isEqualTo(new Address.ToPeople());
        assertThat(Address.parse("ada")).isEqualTo(new Address.ToAgent("ada"));
        assertThat(Address.parse("agent:people")).isEqualTo(new Address.ToAgent("people"));
        assertThat(Address.parse("person:people")).isEqualTo(new Address.ToPerson("people"));
        assertThat(Address.parse("role:steward")).isEqualTo(new Address.ToRole(Role.STEWARD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "role:", "agent:", "person:", "team:red", ":ada", "role:boss"})
    void shouldRefuseOtherAddresses(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(YardmasterException.class);
    }
}
