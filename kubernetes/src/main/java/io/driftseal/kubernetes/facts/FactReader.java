package io.driftseal.kubernetes.facts;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.Selection;
import io.driftseal.workload.Fact;
import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads facts from the API server itself. */
final class FactReader {

    /** More classes or LimitRanges than fit into one page are not known. */
    private static final int MAXIMUM_PAGES = 4;

    private final KubernetesApi api;

    FactReader(KubernetesApi api) {
        this.api = api;
    }

    Fact one(FactType type, ObjectKey key) {
        try {
            Optional<JsonObject> object = api.get(type.resource(), key);
            return new Fact.Known(object.map(type::kept).stream().toList());
        } catch (KubernetesApiException.NotFound e) {
            return new Fact.Known(List.of());
        } catch (KubernetesApiException e) {
            return unknown(type, e);
        }
    }

    /** A type that is not served has no objects. */
    Fact all(FactType type, Selection selection) {
        List<JsonObject> all = new ArrayList<>();
        try {
            ObjectPage page = api.list(type.resource(), selection, PageRequest.first());
            page.items().stream().map(type::kept).forEach(all::add);
            for (int pages = 1; !page.isLast(); pages++) {
                if (pages == MAXIMUM_PAGES) {
                    return new Fact.Unknown("too many " + type.resource().plural());
                }
                page = api.list(type.resource(), selection, PageRequest.first().after(page));
                page.items().stream().map(type::kept).forEach(all::add);
            }
            return new Fact.Known(all);
        } catch (KubernetesApiException.NotFound e) {
            return new Fact.Known(List.of());
        } catch (KubernetesApiException e) {
            return unknown(type, e);
        }
    }

    private static Fact unknown(FactType type, KubernetesApiException e) {
        return new Fact.Unknown(
                type.resource().plural() + " could not be read: " + String.valueOf(e.getMessage()));
    }
}
