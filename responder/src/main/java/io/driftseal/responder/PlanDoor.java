package io.driftseal.responder;

import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordType;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.responder.plan.PlanJournal;
import io.driftseal.responder.plan.PlanState;
import io.driftseal.responder.proof.HandedTokens;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What other services and operators can ask of the responder. */
final class PlanDoor {

    private static final String PLANS = "/v1/plans";
    private static final String UNDO = "/undo";
    private static final JsonLimits TOKEN_BODY = new JsonLimits(20 * 1024, 4, 10);

    private final PlanJournal journal;
    private final PlanExecutor executor;
    private final HandedTokens tokens;
    private final ServiceMetrics metrics;

    PlanDoor(
            PlanJournal journal,
            PlanExecutor executor,
            HandedTokens tokens,
            ServiceMetrics metrics) {
        this.journal = journal;
        this.executor = executor;
        this.tokens = tokens;
        this.metrics = metrics;
    }

    List<PeerRoute> routes() {
        return List.of(
                new PeerRoute("POST", PLANS, Set.of("drift-scanner"), this::plan),
                new PeerRoute("POST", PLANS + "/*", Set.of("cli"), this::undo),
                new PeerRoute("POST", "/v1/handed-tokens", Set.of("cli"), this::token));
    }

    /** 202 once the plan is on disk, also when it was before; 503 where it shall be sent again. */
    PeerReply plan(PeerRequest request) throws IOException {
        ResponsePlan plan;
        try {
            plan = (ResponsePlan) RecordCodec.readBody(RecordType.RESPONSE_PLAN, request.body());
        } catch (MalformedRecordException e) {
            return counted("malformed", PeerReply.error(400, "malformed_plan"));
        }
        return switch (journal.accept(plan)) {
            case ACCEPTED -> {
                executor.submit(plan.planId());
                yield counted("accepted", accepted(plan.planId()));
            }
            case KNOWN -> counted("known", accepted(plan.planId()));
            case FULL -> counted("full", PeerReply.error(503, "too_many_plans"));
        };
    }

    /**
     * 202 once the wish is on disk; 404 for a plan that is not known, 409 while it is carried out.
     */
    PeerReply undo(PeerRequest request) throws IOException {
        String rest = request.path().substring(PLANS.length() + 1);
        if (!rest.endsWith(UNDO)) {
            return PeerReply.error(404, "not_found");
        }
        String planId = rest.substring(0, rest.length() - UNDO.length());
        Optional<PlanState> state = journal.find(planId);
        if (state.isEmpty()) {
            return PeerReply.error(404, "unknown_plan");
        }
        if (!state.get().carriedOut()) {
            return PeerReply.error(409, "plan_under_way");
        }
        if (!state.get().undoRequested()) {
            journal.undoRequested(planId);
            executor.submit(planId);
        }
        return accepted(planId);
    }

    /** 200 with the pod's uid; the token itself is neither stored, logged nor answered. */
    PeerReply token(PeerRequest request) {
        Optional<String> token = tokenOf(request.body());
        if (token.isEmpty()) {
            return PeerReply.error(400, "malformed_token");
        }
        return switch (tokens.hand(token.get())) {
            case HandedTokens.Handover.Kept(String podUid) ->
                    PeerReply.json(
                            200,
                            JsonWriter.writeString(
                                    JsonObject.builder().put("podUid", podUid).build()));
            case HandedTokens.Handover.Refused _ -> PeerReply.error(422, "token_not_usable");
            case HandedTokens.Handover.Full() -> PeerReply.error(503, "too_many_tokens");
            case HandedTokens.Handover.ApiUnreachable() ->
                    PeerReply.error(503, "api_server_unreachable");
        };
    }

    private PeerReply counted(String outcome, PeerReply reply) {
        metrics.counter("plans.received", "outcome", outcome).increment();
        return reply;
    }

    private static Optional<String> tokenOf(byte[] body) {
        try {
            JsonObject object = JsonReader.readObject(body, TOKEN_BODY);
            return object.members().keySet().equals(Set.of("token"))
                    ? object.string("token")
                    : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    private static PeerReply accepted(String planId) {
        return PeerReply.json(
                202, JsonWriter.writeString(JsonObject.builder().put("planId", planId).build()));
    }
}
