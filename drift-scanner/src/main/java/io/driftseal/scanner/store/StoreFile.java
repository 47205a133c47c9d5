package io.driftseal.scanner.store;

import io.driftseal.scanner.incident.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The file: held by one process, checked, migrated, and opened for writing or reading. The lock is
 * a kernel lock on a file of its own, so it ends with the process however that ends, and a second
 * scanner is told so at once instead of meeting busy errors later.
 */
final class StoreFile implements AutoCloseable {

    /**
     * Pages of 4 KiB, SQLite's own default, set so that the maximum size can be counted in them.
     */
    private static final int PAGE_BYTES = 4096;

    /** A larger file would be checked for minutes; its pages are still checked as they are read. */
    private static final long CHECKED_AT_START_BYTES = 256L * 1024 * 1024;

    private final StoreSettings settings;
    private final FileChannel lockChannel;

    private StoreFile(StoreSettings settings, FileChannel lockChannel) {
        this.settings = settings;
        this.lockChannel = lockChannel;
    }

    /**
     * @throws StoreException if another process has it, it is damaged, newer than this program or
     *     not writable
     */
    static StoreFile open(StoreSettings settings) {
        StoreFile file = new StoreFile(settings, lock(settings.file()));
        try {
            file.check();
            file.migrate();
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    Statements writer() {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        return new Statements(
                connect(config, "PRAGMA max_page_count=" + settings.maximumBytes() / PAGE_BYTES));
    }

    /** Sees the last commit and refuses to change anything. */
    Statements reader() {
        return new Statements(connect(common(), "PRAGMA query_only=ON"));
    }

    private SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.setPageSize(PAGE_BYTES);
        config.setBusyTimeout((int) settings.busyTimeout().toMillis());
        config.enforceForeignKeys(true);
        return config;
    }

    private Connection connect(SQLiteConfig config, String pragma) {
        try {
            Connection connection = source(config).getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA trusted_schema=OFF");
                statement.execute(pragma);
            }
            return connection;
        } catch (SQLException e) {
            throw StoreFailure.of(e).exception(e);
        }
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + settings.file());
        return source;
    }

    private void check() {
        try (Connection connection = connect(common(), "PRAGMA query_only=ON");
                Statement statement = connection.createStatement()) {
            long size = Files.exists(settings.file()) ? Files.size(settings.file()) : 0;
            String check =
                    size <= CHECKED_AT_START_BYTES
                            ? "PRAGMA quick_check(1)"
                            : "SELECT 'ok' FROM sqlite_schema UNION ALL SELECT 'ok' LIMIT 1";
            try (ResultSet result = statement.executeQuery(check)) {
                if (!result.next() || !result.getString(1).equals("ok")) {
                    throw StoreFailure.CORRUPT.exception(
                            new SQLException("quick_check did not answer ok"));
                }
            }
        } catch (SQLException e) {
            throw StoreFailure.of(e).exception(e);
        } catch (IOException e) {
            throw StoreFailure.UNREADABLE.exception(e);
        }
    }

    private void migrate() {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        try {
            Flyway.configure(StoreFile.class.getClassLoader())
                    .dataSource(source(config))
                    .locations("classpath:db/migration")
                    .validateMigrationNaming(true)
                    // The default ignores migrations of a newer program: an older one must not
                    // write.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    "the state file cannot be migrated: it was written by a newer or changed"
                            + " program, or is damaged",
                    e);
        }
    }

    private static FileChannel lock(Path file) {
        Path path = file.resolveSibling(file.getFileName() + ".lock");
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (acquire(channel)) {
                return channel;
            }
            // Not closed: closing any descriptor of the file would end this process's own lock on
            // it.
            throw StoreFailure.LOCKED.exception(new IOException("lock is held: " + path));
        } catch (IOException e) {
            throw StoreFailure.UNREADABLE.exception(e);
        }
    }

    private static boolean acquire(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw StoreFailure.UNREADABLE.exception(e);
        }
    }
}
