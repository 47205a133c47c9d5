package io.driftseal.testsupport.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StrictSlackReceiverTest {

    private final StrictSlackReceiver slack =
            StrictSlackReceiver.start(ReceiverOptions.loopback(RateLimit.none()));
    private final Posting posting = new Posting();

    @AfterEach
    void stop() {
        posting.close();
        slack.close();
    }

    @Test
    void acceptsAMessageWithBlocksAndShowsItAsAPersonReadsIt() throws Exception {
        // Given
        String message =
                """
                {"text": "a &amp; b", "blocks": [
                  {"type": "header", "text": {"type": "plain_text", "text": "Drift"}},
                  {"type": "section", "text": {"type": "mrkdwn", "text": "`a &lt; b`"},
                   "fields": [{"type": "mrkdwn", "text": "*Who* `alice`"}]},
                  {"type": "divider"},
                  {"type": "context", "elements": [{"type": "mrkdwn", "text": "inc-1"}]}]}
                """;

        // When
        HttpResponse<String> answer = posting.json(slack.webhookUrl(), message);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(slack.violations()).isEmpty();
        assertThat(slack.messages()).hasSize(1);
        assertThat(slack.messages().getFirst().text()).isEqualTo("a & b");
        assertThat(slack.messages().getFirst().readable())
                .isEqualTo("# Drift\n`a < b`\n*Who* `alice`\n----\ninc-1\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesWhatSlackRefuses(String rule, String error, String body) throws Exception {
        // When
        HttpResponse<String> answer = posting.json(slack.webhookUrl(), body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(error);
        assertThat(slack.messages()).isEmpty();
        assertThat(slack.violations()).extracting(ContractViolation::rule).containsExactly(rule);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("body", "invalid_payload", "not json"),
                Arguments.of("body", "invalid_payload", "[]"),
                Arguments.of("body", "invalid_payload", "{\"text\":\"a\",\"text\":\"b\"}"),
                Arguments.of("body", "invalid_payload", "{\"text\":\"a\"} {}"),
                Arguments.of("unknown_member", "invalid_payload", "{\"text\":\"a\",\"txt\":1}"),
                Arguments.of("text_missing", "no_text", "{}"),
                Arguments.of("text_missing", "no_text", "{\"text\":\" \"}"),
                Arguments.of("text_missing", "no_text", "{\"blocks\":[{\"type\":\"divider\"}]}"),
                Arguments.of("text_too_long", "msg_too_long", text("x".repeat(40_001))),
                Arguments.of("blocks_not_an_array", "invalid_blocks_format", blocks("{}")),
                Arguments.of("too_many_blocks", "invalid_blocks", blocks("[" + dividers(51) + "]")),
                Arguments.of("block_type_unknown", "invalid_blocks", blocks("[{\"type\":\"x\"}]")),
                Arguments.of("section_empty", "invalid_blocks", blocks("[{\"type\":\"section\"}]")),
                Arguments.of("section_text_too_long", "invalid_blocks", section(3_001)),
                Arguments.of("section_text_empty", "invalid_blocks", section(0)),
                Arguments.of("section_field_count", "invalid_blocks", fields(11, 1)),
                Arguments.of("section_field_count", "invalid_blocks", fields(0, 1)),
                Arguments.of("section_field_too_long", "invalid_blocks", fields(1, 2_001)),
                Arguments.of("header_too_long", "invalid_blocks", header("plain_text", 151)),
                Arguments.of("header_not_plain_text", "invalid_blocks", header("mrkdwn", 10)),
                Arguments.of(
                        "context_element_count",
                        "invalid_blocks",
                        blocks("[{\"type\":\"context\",\"elements\":[]}]")),
                Arguments.of(
                        "block_id_repeated",
                        "invalid_blocks",
                        blocks(
                                "[{\"type\":\"divider\",\"block_id\":\"a\"},"
                                        + "{\"type\":\"divider\",\"block_id\":\"a\"}]")),
                Arguments.of(
                        "block_id_too_long",
                        "invalid_blocks",
                        blocks(
                                "[{\"type\":\"divider\",\"block_id\":\""
                                        + "a".repeat(256)
                                        + "\"}]")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bounds")
    void acceptsExactlyTheLimit(String name, String body) throws Exception {
        // When
        HttpResponse<String> answer = posting.json(slack.webhookUrl(), body);

        // Then
        assertThat(answer.body()).isEqualTo("ok");
    }

    static Stream<Arguments> bounds() {
        return Stream.of(
                Arguments.of("text", text("x".repeat(40_000))),
                Arguments.of("blocks", blocks("[" + dividers(50) + "]")),
                Arguments.of("section", section(3_000)),
                Arguments.of("fields", fields(10, 2_000)),
                Arguments.of("header", header("plain_text", 150)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("carelessTexts")
    void recordsWhatSlackAcceptsAndACarefulSenderNeverSends(String rule, String text)
            throws Exception {
        // When
        HttpResponse<String> answer = posting.json(slack.webhookUrl(), text(text));

        // Then
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(slack.violations()).extracting(ContractViolation::rule).containsExactly(rule);
    }

    static Stream<Arguments> carelessTexts() {
        return Stream.of(
                Arguments.of("mention", "hi <!channel>"),
                Arguments.of("mention", "hi <!here>"),
                Arguments.of("mention", "hi <@U012AB3CD>"),
                Arguments.of("unescaped", "a < b"),
                Arguments.of("unescaped", "a & b"));
    }

    @Test
    void answersOtherPathsAndContentTypesAsSlackDoes() throws Exception {
        // When
        HttpResponse<String> path =
                posting.json(slack.webhookUrl().resolve("/services/none"), text("a"));
        HttpResponse<String> type =
                posting.post(slack.webhookUrl(), "application/octet-stream", text("a"));

        // Then
        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(path.body()).isEqualTo("no_service");
        assertThat(type.statusCode()).isEqualTo(400);
        assertThat(type.body()).isEqualTo("invalid_payload");
    }

    @Test
    void limitsTheRateAndSaysWhenToComeBack() throws Exception {
        // Given: one message an hour
        try (StrictSlackReceiver slow =
                StrictSlackReceiver.start(
                        ReceiverOptions.loopback(new RateLimit(1, Duration.ofHours(1))))) {

            // When
            HttpResponse<String> first = posting.json(slow.webhookUrl(), text("a"));
            HttpResponse<String> second = posting.json(slow.webhookUrl(), text("b"));

            // Then
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValueAsLong("Retry-After")).hasValue(3_600);
            assertThat(slow.messages()).hasSize(1);
        }
    }

    @Test
    void failsAsScriptedAndWorksAgain() throws Exception {
        // Given
        slack.outage(Outage.rateLimited(30));
        HttpResponse<String> limited = posting.json(slack.webhookUrl(), text("a"));
        slack.outage(Outage.answering(500));
        HttpResponse<String> broken = posting.json(slack.webhookUrl(), text("b"));
        slack.outage(Outage.dropped());
        assertThatThrownBy(() -> posting.json(slack.webhookUrl(), text("c")))
                .isInstanceOf(IOException.class);

        // When
        slack.outage(Outage.none());
        posting.json(slack.webhookUrl(), text("d"));

        // Then
        assertThat(limited.headers().firstValue("Retry-After")).contains("30");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(slack.messages()).extracting(ReceivedSlackMessage::text).containsExactly("d");
        assertThat(slack.requests()).isGreaterThanOrEqualTo(4);
    }

    private static String text(String text) {
        return "{\"text\":\"" + text + "\"}";
    }

    private static String blocks(String blocks) {
        return "{\"text\":\"a\",\"blocks\":" + blocks + "}";
    }

    private static String dividers(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> "{\"type\":\"divider\"}")
                .collect(Collectors.joining(","));
    }

    private static String section(int length) {
        return blocks(
                "[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\""
                        + "x".repeat(length)
                        + "\"}}]");
    }

    private static String fields(int count, int length) {
        String field = "{\"type\":\"mrkdwn\",\"text\":\"" + "x".repeat(length) + "\"}";
        return blocks(
                "[{\"type\":\"section\",\"fields\":["
                        + String.join(",", java.util.Collections.nCopies(count, field))
                        + "]}]");
    }

    private static String header(String type, int length) {
        return blocks(
                "[{\"type\":\"header\",\"text\":{\"type\":\""
                        + type
                        + "\",\"text\":\""
                        + "x".repeat(length)
                        + "\"}}]");
    }
}
