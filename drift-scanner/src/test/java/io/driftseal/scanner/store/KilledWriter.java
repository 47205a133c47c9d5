package io.driftseal.scanner.store;

import io.driftseal.scanner.incident.OutboxMessage.Change;
import java.nio.file.Path;

/**
 * A process of its own that writes until it is killed, and says on its output what was committed:
 * one number for each write that returned.
 */
final class KilledWriter {

    private KilledWriter() {}

    public static void main(String[] arguments) {
        SqliteScannerStore store = new StoreFolder(Path.of(arguments[0])).open();
        int first = Integer.parseInt(arguments[1]);
        for (int number = first; ; number++) {
            int current = number;
            store.write(transaction -> {
                transaction.evidence().append(Samples.finding(current), Samples.TIME);
                transaction.incidents().save(Samples.incident(current));
                transaction.outbox().enqueue(Samples.notice(current, "nowhere", Change.OPENED));
                return true;
            });
            System.out.println(current);
            System.out.flush();
        }
    }
}
