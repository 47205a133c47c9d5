package io.driftseal.testsupport.decision;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A policy engine that says what the test tells it, and remembers what it was asked. What nobody
 * told it is UNDEFINED, so that a forgotten answer cannot pass for a yes.
 */
public final class FakePolicyEngine implements PolicyEngine {

    /** Revision of its "policies". */
    public static final String REVISION = "f".repeat(64);

    /** One question it was asked. */
    public record Question(EntryPoint entryPoint, JsonObject input) {}

    private final Map<EntryPoint, Function<JsonObject, Optional<JsonValue>>> rules =
            new ConcurrentHashMap<>();
    private final Map<EntryPoint, Cause> failures = new ConcurrentHashMap<>();
    private final List<Question> questions = new CopyOnWriteArrayList<>();
    private volatile EngineStatus.State state = EngineStatus.State.READY;

    /** From now on the rule has this value, as JSON. */
    public FakePolicyEngine answer(EntryPoint entryPoint, String document) {
        JsonObject value = read(document);
        return answer(entryPoint, input -> Optional.of(value));
    }

    /** From now on the rule is this function; an empty result means undefined. */
    public FakePolicyEngine answer(
            EntryPoint entryPoint, Function<JsonObject, Optional<JsonValue>> rule) {
        failures.remove(entryPoint);
        rules.put(entryPoint, rule);
        return this;
    }

    /** From now on there is no answer. */
    public FakePolicyEngine fail(EntryPoint entryPoint, Cause cause) {
        failures.put(entryPoint, cause);
        return this;
    }

    /** From now on it is in this state; only READY answers. */
    public FakePolicyEngine state(EngineStatus.State next) {
        state = next;
        return this;
    }

    /** All questions so far, in order. */
    public List<Question> questions() {
        return List.copyOf(questions);
    }

    /** Remembers nothing of what it was asked so far; who asks a million times needs the room. */
    public void forget() {
        questions.clear();
    }

    @Override
    public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
        questions.add(new Question(entryPoint, input));
        CanonicalDocument document = CanonicalDocument.of(input);
        Cause failure = failures.get(entryPoint);
        if (document.size() > MAXIMUM_INPUT_BYTES) {
            return none(Cause.INPUT_TOO_LARGE, document);
        }
        if (state != EngineStatus.State.READY) {
            return none(Cause.ENGINE_DOWN, document);
        }
        if (failure != null) {
            return none(failure, document);
        }
        return value(entryPoint, input, document);
    }

    private Evaluation value(EntryPoint entryPoint, JsonObject input, CanonicalDocument document) {
        Optional<JsonValue> value =
                rules.getOrDefault(entryPoint, undefined -> Optional.empty()).apply(input);
        if (value.isEmpty()) {
            return none(Cause.UNDEFINED, document);
        }
        if (!(value.get() instanceof JsonObject object)) {
            return none(Cause.MALFORMED, document);
        }
        return object.isEmpty()
                ? none(Cause.EMPTY, document)
                : new Evaluation.Answered(object, document.digest(), REVISION);
    }

    @Override
    public EngineStatus status() {
        return new EngineStatus(state, REVISION, 0, 0, 0);
    }

    @Override
    public void close() {
        state = EngineStatus.State.CLOSED;
    }

    private static Evaluation none(Cause cause, CanonicalDocument document) {
        return new Evaluation.Indeterminate(
                cause, "scripted: " + cause.wireName(), document.digest(), REVISION);
    }

    private static JsonObject read(String document) {
        try {
            return JsonReader.readObject(
                    document.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("scripted answer is not JSON: " + document, e);
        }
    }
}
