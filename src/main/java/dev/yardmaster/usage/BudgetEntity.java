package dev.yardmaster.usage;

import io.vertx.mutiny.sqlclient.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The row of a budget. The only place that knows its columns: Hibernate uses the fields, plain SQL uses {@link #of}. The budget of the
 * workspace has no agent, provider, project or plan.
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

    @Nullable
    UUID project;

    @Nullable
    UUID plan;

    /** {@link BudgetPeriod#word()}. */
    String period;

    /** In US dollars. */
    @Nullable
    Double usd;

    @Nullable
    Long tokens;

    @Nullable
    @Column(name = "time_zone")
    String timeZone;

    @Nullable
    @Column(name = "warning_percent")
    Integer warningPercent;

    static BudgetEntity of(Row row) {
        var entity = new BudgetEntity();
        entity.id = row.getLong("id");
        entity.agent = row.getUUID("agent");
        entity.provider = row.getString("provider");
        entity.project = row.getUUID("project");
        entity.plan = row.getUUID("plan");
        entity.period = row.getString("period");
        entity.usd = row.getDouble("usd");
        entity.tokens = row.getLong("tokens");
        entity.timeZone = row.getString("time_zone");
        entity.warningPercent = row.getInteger("warning_percent");
        return entity;
    }

    BudgetOwner owner() {
        return new BudgetOwner(
                Optional.ofNullable(agent),
                Optional.ofNullable(provider),
                Optional.ofNullable(project),
                Optional.ofNullable(plan));
    }

    BudgetTerms terms() {
        return new BudgetTerms(
                Optional.ofNullable(usd),
                Optional.ofNullable(tokens),
                Optional.ofNullable(timeZone),
                Optional.ofNullable(warningPercent));
    }
}
