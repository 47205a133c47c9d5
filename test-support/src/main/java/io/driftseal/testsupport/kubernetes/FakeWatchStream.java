package io.driftseal.testsupport.kubernetes;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.WatchEvent;
import io.driftseal.kubernetes.WatchStream;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A watch on the fake: a queue. */
final class FakeWatchStream implements WatchStream {

    /** An event, a failure, or with neither the end. */
    private record Step(@Nullable WatchEvent event, @Nullable KubernetesApiException failure) {}

    private final ResourceType type;
    private final Selection selection;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

    FakeWatchStream(ResourceType type, Selection selection) {
        this.type = type;
        this.selection = selection;
    }

    void offer(ResourceType of, WatchEvent event) {
        if (!of.equals(type)) {
            return;
        }
        JsonObject object =
                switch (event) {
                    case WatchEvent.Added added -> added.object();
                    case WatchEvent.Modified modified -> modified.object();
                    case WatchEvent.Deleted deleted -> deleted.object();
                    case WatchEvent.Unreadable _,
                            WatchEvent.UnreadableDeleted _,
                            WatchEvent.Bookmark _ ->
                            JsonObject.EMPTY;
                };
        if (Selected.by(selection, object)) {
            offer(event);
        }
    }

    void offer(WatchEvent event) {
        steps.add(new Step(event, null));
    }

    void fail(KubernetesApiException failure) {
        steps.add(new Step(null, failure));
    }

    @Override
    public Optional<WatchEvent> next(Duration idleLimit) throws InterruptedException {
        Step step = steps.poll(idleLimit.toMillis(), TimeUnit.MILLISECONDS);
        if (step == null) {
            throw new KubernetesApiException.Unreachable("nothing came", null);
        }
        if (step.failure() != null) {
            throw step.failure();
        }
        return Optional.ofNullable(step.event());
    }

    @Override
    public void close() {
        steps.add(new Step(null, null));
    }
}
