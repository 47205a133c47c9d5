package io.driftseal.scanner.adoption;

import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.PeerAnswer;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.time.Duration;
import java.util.List;

/** The webhook, which holds the keys, reads each workload itself. */
public final class WebhookBaselineSigner implements BaselineSigner {

    /** For fifty reads of the API server. */
    public static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Fifty envelopes of 2 KiB, and room. */
    public static final int MAXIMUM_ANSWER_BYTES = 256 * 1024;

    private static final JsonLimits LIMITS = new JsonLimits(MAXIMUM_ANSWER_BYTES, 4, 1_000);

    private final MutualTlsClient webhook;

    public WebhookBaselineSigner(MutualTlsClient webhook) {
        this.webhook = webhook;
    }

    @Override
    public Outcome sign(List<Candidate> asked) throws InterruptedException {
        List<JsonValue> workloads =
                asked.stream().<JsonValue>map(WebhookBaselineSigner::question).toList();
        byte[] question = JsonWriter.write(JsonObject.of("workloads", new JsonArray(workloads)));
        return switch (webhook.post("/v1/baselines", question)) {
            case PeerAnswer.Unreachable(String reason) -> new Away(reason);
            case PeerAnswer.Answered(int status, byte[] body) when status == 200 ->
                    answers(body, asked.size());
            case PeerAnswer.Answered(int status, byte[] _) ->
                    new Away("the webhook answered " + status);
        };
    }

    private static JsonValue question(Candidate candidate) {
        return JsonObject.builder()
                .put("apiVersion", candidate.kind().apiVersion())
                .put("kind", candidate.kind().kind())
                .put("namespace", candidate.reference().namespace())
                .put("name", candidate.reference().name())
                .put("uid", candidate.reference().uid())
                .put("configurationHash", candidate.hash())
                .build();
    }

    private static Outcome answers(byte[] body, int expected) {
        try {
            List<Answer> answers =
                    JsonReader.readObject(body, LIMITS).objects("answers").stream()
                            .map(WebhookBaselineSigner::answer)
                            .toList();
            return answers.size() == expected
                    ? new Answered(answers)
                    : new Away("the webhook answered for other workloads");
        } catch (MalformedJsonException e) {
            return new Away("the webhook's answer cannot be read");
        }
    }

    private static Answer answer(JsonObject answer) {
        return answer.string("envelope")
                .<Answer>map(Signed::new)
                .orElseGet(() -> new NotSigned(answer.string("cause").orElse("unreadable")));
    }
}
