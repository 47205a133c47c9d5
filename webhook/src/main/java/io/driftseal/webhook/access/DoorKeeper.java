package io.driftseal.webhook.access;

import io.driftseal.decision.AccessDecision;
import io.driftseal.decision.AccessInput;
import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.Door;
import io.driftseal.decision.Reason;
import io.driftseal.decision.UsableGrant;
import io.driftseal.stamp.GrantScope;
import io.driftseal.webhook.grant.GrantShelf;
import io.driftseal.webhook.grant.GrantUse;
import io.driftseal.webhook.grant.HeldGrant;
import io.driftseal.webhook.review.Decisions;
import io.driftseal.workload.LaterChange;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks policy about a visit. Only where policy denies it are grants looked for, so that doors that
 * need none cost nothing more; with a grant that holds for exactly this use policy is asked again,
 * and one use of it is taken before the door opens.
 */
public final class DoorKeeper {
    private final Decisions decisions;
    private final GrantShelf grants;

    public DoorKeeper(Decisions decisions, GrantShelf grants) {
        this.decisions = decisions;
        this.grants = grants;
    }

    public DoorAnswer ask(Visit visit) {
        return switch (decide(visit, Optional.empty())) {
            case AccessDecision.Granted(var reference, var warnings) ->
                    new DoorAnswer.Open(reference, warnings, "");
            case AccessDecision.Undecided undecided -> undecided(undecided);
            case AccessDecision.Denied denied ->
                    switch (search(visit)) {
                        case GrantShelf.Holds(HeldGrant grant) -> askWith(grant, visit);
                        case GrantShelf.None(List<Reason> nearMisses) -> shut(denied, nearMisses);
                    };
        };
    }

    private GrantShelf.Search search(Visit visit) {
        AccessTarget target = visit.target();
        AccessSession session = visit.session();
        if (addedContainers(session).size() > 1) {
            return new GrantShelf.None(
                    List.of(
                            new Reason(
                                    "grant-not-usable",
                                    "A grant opens for one debug container at a time.",
                                    "")));
        }
        GrantScope scope;
        try {
            scope =
                    new GrantScope(
                            session.door().wireName(),
                            visit.namespace().name(),
                            target.kind(),
                            target.name(),
                            target.uid(),
                            // The name of a debug container is made up by kubectl.
                            session.door() == Door.EPHEMERAL_CONTAINER ? "" : session.container(),
                            image(session),
                            session.destination().port());
        } catch (IllegalArgumentException e) {
            // Names that no object can have: no grant is about them.
            return new GrantShelf.None(List.of());
        }
        return grants.search(
                new GrantUse(scope, command(session), visit.request().requester().username()));
    }

    private static List<JsonObject> addedContainers(AccessSession session) {
        return session.change().map(LaterChange::containers).orElse(List.of());
    }

    /** Of the one container that a grant may open for. */
    private static String image(AccessSession session) {
        return addedContainers(session).stream()
                .findFirst()
                .flatMap(container -> container.string("image"))
                .orElse("");
    }

    /** What would run, whole: of a debug container its command and what is added to it. */
    private static List<String> command(AccessSession session) {
        List<String> command = new ArrayList<>(session.command());
        for (JsonObject container : addedContainers(session)) {
            for (JsonValue argument : container.array("args")) {
                command.add(argument instanceof JsonString text ? text.value() : "");
            }
        }
        return command;
    }

    private DoorAnswer askWith(HeldGrant grant, Visit visit) {
        var usable =
                new UsableGrant(
                        grant.grant().id(), grant.grant().requester(), grant.grant().reason());
        return switch (decide(visit, Optional.of(usable))) {
            case AccessDecision.Denied denied -> shut(denied, List.of());
            case AccessDecision.Undecided undecided -> undecided(undecided);
            case AccessDecision.Granted(var reference, var warnings) -> {
                Optional<Reason> notTaken =
                        visit.request().dryRun()
                                ? Optional.empty()
                                : grants.take(grant, reference.decisionId());
                yield notTaken.<DoorAnswer>map(
                                reason -> new DoorAnswer.Shut(reference, List.of(reason)))
                        .orElseGet(
                                () -> new DoorAnswer.Open(reference, warnings, grant.grant().id()));
            }
        };
    }

    private AccessDecision decide(Visit visit, Optional<UsableGrant> grant) {
        return decisions.decide(
                new AccessInput(
                        visit.session(),
                        visit.namespace(),
                        visit.target(),
                        visit.request().requester(),
                        grant));
    }

    private static DoorAnswer shut(AccessDecision.Denied denied, List<Reason> more) {
        List<Reason> reasons = new ArrayList<>(denied.reasons());
        reasons.addAll(more);
        return new DoorAnswer.Shut(denied.reference(), reasons);
    }

    private static DoorAnswer undecided(AccessDecision.Undecided undecided) {
        return new DoorAnswer.Undecided(
                undecided.reference(),
                "policy gave no answer (" + undecided.cause().wireName() + ")",
                undecided.detail());
    }
}
