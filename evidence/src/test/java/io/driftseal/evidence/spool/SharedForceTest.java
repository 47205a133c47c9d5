package io.driftseal.evidence.spool;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails: the file is closed under the force. */
class SharedForceTest {

    private static final String REFUSED = "the disk did not take what was written";

    @TempDir private Path directory;
    private final GivenUpLock lock = new GivenUpLock();
    private SegmentStore store;
    private SharedForce force;

    @BeforeEach
    void open() throws IOException {
        store = SegmentStore.open(directory, 1024 * 1024);
        force = new SharedForce(store, lock, lock.newCondition());
        store.roll(null);
    }

    @Test
    void whoWroteWhileTheDiskFailedIsToldSo() throws Exception {
        lock.lock();
        write("first");
        lock.meanwhile =
                () -> {
                    write("second");
                    store.close();
                };

        assertThatThrownBy(force::awaitDurable).hasMessage(null).isInstanceOf(IOException.class);
        assertThatThrownBy(force::awaitDurable).hasMessage(REFUSED);
    }

    @Test
    void nothingIsTakenForDurableAfterAForceForTheNextSegmentFailed() throws Exception {
        lock.lock();
        write("first");
        store.close();

        assertThatThrownBy(force::forceNow).isInstanceOf(IOException.class);
        assertThatThrownBy(force::awaitDurable).hasMessage(REFUSED);
    }

    @Test
    void theNextSegmentIsForcedAsEver() throws Exception {
        lock.lock();
        write("first");
        store.close();
        assertThatThrownBy(force::awaitDurable).isInstanceOf(IOException.class);

        store.roll(null);
        write("second");

        assertThatCode(force::awaitDurable).doesNotThrowAnyException();
    }

    private void write(String id) throws IOException {
        store.append(id, Records.TIME, Frame.of(RecordEnvelope.of(Records.decision(1))));
        force.wrote();
    }

    /** Has another thread's turn where the lock is given up. */
    private static final class GivenUpLock extends ReentrantLock {
        private static final long serialVersionUID = 1;
        private transient Turn meanwhile = () -> {};

        @Override
        public void unlock() {
            super.unlock();
            try {
                meanwhile.take();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private interface Turn {
        void take() throws IOException;
    }
}
