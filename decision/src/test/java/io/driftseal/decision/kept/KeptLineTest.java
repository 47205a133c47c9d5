package io.driftseal.decision.kept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.AskedQuestion;
import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.workload.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was written comes back; what is not what was written is refused, never used. */
final class KeptLineTest {

    @Test
    void comesBackAsItWasAsked() throws Exception {
        // When
        KeptInput kept = KeptLine.read(line(Asked.question(7)));
        // Then
        assertThat(kept.decisionId()).isEqualTo(Asked.id(7));
        assertThat(kept.entryPoint()).isEqualTo(EntryPoint.ADMISSION);
        assertThat(kept.answer()).contains(Asked.ANSWER);
        assertThat(kept.cause()).isEmpty();
        assertThat(kept.nondeterminism()).contains(JsonObject.EMPTY);
        assertThat(kept.input().string("time")).contains("2026-11-26T12:00:07Z");
        assertThat(kept.inputDigest()).isEqualTo(Asked.input(7, 0).digest());
    }

    @Test
    void saysWhyThereWasNoAnswerAndThatValuesAreMissing() throws Exception {
        // When
        KeptInput kept = KeptLine.read(line(Asked.unanswered(1)));
        // Then
        assertThat(kept.cause()).contains(Cause.TIMEOUT);
        assertThat(kept.answer()).isEmpty();
        assertThat(kept.nondeterminism()).isEmpty();
    }

    @Test
    void anyChangedByteIsRefused() {
        byte[] whole = line(Asked.question(1));
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> KeptLine.read(changed))
                    .as("byte %s", at)
                    .isInstanceOf(KeptInputRefusedException.class);
            byte[] cut = Arrays.copyOf(whole, at);
            assertThatThrownBy(() -> KeptLine.read(cut))
                    .as("cut at %s", at)
                    .isInstanceOf(KeptInputRefusedException.class);
        }
    }

    /** By somebody who can count a checksum: the digest still is the decision's. */
    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    builders               | masters                   | digest
                    "question":"admission" | "question":"access"       | another question
                    "question":"admission" | "question":"other"        | type
                    "cause":""             | "cause":"timeout"         | type
                    "cause":""             | "reason":""               | member
                    "answer":{             | "answer":[],"surplus":{   | member
                    "admitted":true        | "admitted":true,"admitted":false | JSON
                    """)
    void refusesWhatWasRewritten(String what, String by, String reason) {
        String text = new String(line(Asked.question(1)), UTF_8).substring(9);
        assertThat(text).contains(what);
        byte[] rewritten = summed(text.replaceFirst(Pattern.quote(what), by));
        assertThatThrownBy(() -> KeptLine.read(rewritten))
                .isInstanceOf(KeptInputRefusedException.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("hunter2", "builders", "masters");
    }

    private static byte[] summed(String json) {
        var checksum = new CRC32C();
        checksum.update(json.getBytes(UTF_8));
        return ("%08x ".formatted(checksum.getValue()) + json).getBytes(UTF_8);
    }

    static byte[] line(AskedQuestion asked) {
        var line = new ByteArrayOutputStream();
        for (ByteBuffer part :
                KeptLine.write(asked, asked.evaluation().trace().input().orElseThrow())) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            line.writeBytes(bytes);
        }
        byte[] withEnd = line.toByteArray();
        assertThat(Optional.of(withEnd[withEnd.length - 1])).contains((byte) '\n');
        return Arrays.copyOf(withEnd, withEnd.length - 1);
    }
}
