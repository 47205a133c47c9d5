package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.List;

/** What is known of one kind of cluster objects. */
public sealed interface Fact {

    /** All objects that matter, as raw trees; none is an answer, too. */
    record Known(List<JsonObject> objects) implements Fact {
        public Known {
            objects = List.copyOf(objects);
        }
    }

    /**
     * They could not be had.
     *
     * @param cause a sentence for the person who will look into it
     */
    record Unknown(String cause) implements Fact {
        public Unknown {
            if (cause.isBlank()) {
                throw new IllegalArgumentException("an unknown fact has a cause");
            }
        }
    }
}
