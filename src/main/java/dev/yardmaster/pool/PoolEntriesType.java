package dev.yardmaster.pool;

import io.vertx.core.json.JsonArray;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.usertype.UserType;

/** Maps the entries of a pool to one JSON array for Hibernate, in the form of {@link PoolEntryCodec}. */
class PoolEntriesType implements UserType<List<PoolEntry>> {
    @Override
    public int getSqlType() {
        return SqlTypes.OTHER;
    }

    @Override
    @SuppressWarnings("unchecked") // A class literal has no type arguments.
    public Class<List<PoolEntry>> returnedClass() {
        return (Class<List<PoolEntry>>) (Class<?>) List.class;
    }

    @Override
    public List<PoolEntry> nullSafeGet(ResultSet row, int position, WrapperOptions options) throws SQLException {
        return PoolEntryCodec.read((JsonArray) row.getObject(position));
    }

    @Override
    public void nullSafeSet(PreparedStatement statement, List<PoolEntry> entries, int index, WrapperOptions options)
            throws SQLException {
        statement.setObject(index, PoolEntryCodec.write(entries));
    }

    /** Entries are immutable, so they need no copy. */
    @Override
    public List<PoolEntry> deepCopy(List<PoolEntry> entries) {
        return entries;
    }

    @Override
    public boolean isMutable() {
        return false;
    }
}
