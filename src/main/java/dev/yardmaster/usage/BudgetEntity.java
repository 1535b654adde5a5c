package dev.yardmaster.usage;

import io.vertx.mutiny.sqlclient.Row;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The row of a budget. The only place that knows its columns: Hibernate uses the fields, plain SQL uses {@link #of}. The budget of the
 * workspace has neither an agent nor a provider.
 */
@Entity
@Table(name = "budget")
@NullUnmarked
class BudgetEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Nullable
    UUID agent;

    @Nullable
    String provider;

    /** In US dollars. */
    @Nullable
    Double usd;

    @Nullable
    Long tokens;

    static BudgetEntity of(Row row) {
        var entity = new BudgetEntity();
        entity.id = row.getLong("id");
        entity.agent = row.getUUID("agent");
        entity.provider = row.getString("provider");
        entity.usd = row.getDouble("usd");
        entity.tokens = row.getLong("tokens");
        return entity;
    }
}
