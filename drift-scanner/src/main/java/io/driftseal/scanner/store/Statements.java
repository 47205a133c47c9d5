package io.driftseal.scanner.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Prepared statements of one connection, used by one thread at a time. Texts are constants of this
 * package, so the cache is as large as the package has statements. Values are only ever bound.
 */
final class Statements implements AutoCloseable {

    /** Maps the current row. */
    @FunctionalInterface
    interface Row<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Sees the current row. */
    @FunctionalInterface
    interface Visit {
        void row(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Runs a change; the number of rows it touched. */
    int change(String sql, Object... values) {
        try {
            return bind(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw StoreFailure.of(e).exception(e);
        }
    }

    <T> List<T> list(String sql, Row<T> row, Object... values) {
        try (ResultSet rows = bind(sql, values).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row.map(rows));
            }
            return found;
        } catch (SQLException e) {
            throw StoreFailure.of(e).exception(e);
        }
    }

    <T> Optional<T> first(String sql, Row<T> row, Object... values) {
        try (ResultSet rows = bind(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(row.map(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw StoreFailure.of(e).exception(e);
        }
    }

    /** For results too large to hold. */
    void each(String sql, Visit visit, Object... values) {
        try (ResultSet rows = bind(sql, values).executeQuery()) {
            while (rows.next()) {
                visit.row(rows);
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e).exception(e);
        }
    }

    /** Begins, runs the work and commits; any exception rolls back and is passed on. */
    <T> T inTransaction(String begin, Function<Statements, T> work) {
        execute(begin);
        boolean committed = false;
        try {
            T result = work.apply(this);
            execute("COMMIT");
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack();
            }
        }
    }

    private void execute(String sql) {
        try {
            bind(sql).execute();
        } catch (SQLException e) {
            throw StoreFailure.of(e).exception(e);
        }
    }

    /**
     * After a full disk SQLite may have rolled back by itself, so a refusal here says nothing new.
     */
    @SuppressWarnings("EmptyCatch")
    private void rollBack() {
        try {
            bind("ROLLBACK").execute();
        } catch (SQLException alreadyRolledBack) {
            // The failure that led here is the one to pass on.
        }
    }

    /** For counts and sums: one row, one number. */
    long number(String sql, Object... values) {
        return first(sql, row -> row.getLong(1), values).orElse(0L);
    }

    private PreparedStatement bind(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int index = 0; index < values.length; index++) {
            switch (values[index]) {
                case String text -> statement.setString(index + 1, text);
                case Long number -> statement.setLong(index + 1, number);
                case Integer number -> statement.setInt(index + 1, number);
                case Object other ->
                        throw new IllegalArgumentException("Not bindable: " + other.getClass());
            }
        }
        return statement;
    }

    @Override
    public void close() {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw StoreFailure.of(e).exception(e);
        }
    }
}
