package io.driftseal.bench.measured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Ids of a batch, whatever else it holds. */
class RecordReceiverTest {

    @Test
    void findsTheIdsOfTheRecordsAndNoOther() {
        byte[] batch =
                """
                {"records":[
                  {"id":"dec-1","type":"decision","body":{"id":"not-this","form":[{"id":"nor-this"}]}},
                  {"type":"gap","body":{},"id":"gap-2"}]}
                """
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(RecordReceiver.ids(batch)).containsExactly("dec-1", "gap-2");
    }

    @Test
    void acceptsNothingOfWhatIsNoBatch() {
        assertThatThrownBy(() -> RecordReceiver.ids("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("no batch");
        assertThatThrownBy(() -> RecordReceiver.ids(new byte[] {'['})).isNotNull();
    }
}
