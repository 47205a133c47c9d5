package io.driftseal.scanner.store;

import io.driftseal.scanner.incident.FirstSights;
import java.util.Optional;

/** What was true at first sight. */
record SqliteFirstSights(Statements statements) implements FirstSights {

    @Override
    public Optional<String> of(String subject) {
        return statements.first(
                "SELECT value FROM first_sight WHERE subject = ?",
                row -> row.getString(1),
                subject);
    }

    @Override
    public String keepFirst(String subject, String value) {
        statements.change(
                "INSERT INTO first_sight (subject, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
                subject,
                value);
        return of(subject).orElseThrow();
    }

    @Override
    public void replace(String subject, String value) {
        statements.change(
                "INSERT INTO first_sight (subject, value) VALUES (?, ?)"
                        + " ON CONFLICT (subject) DO UPDATE SET value = excluded.value",
                subject,
                value);
    }

    @Override
    public void forget(String subject) {
        statements.change("DELETE FROM first_sight WHERE subject = ?", subject);
    }
}
