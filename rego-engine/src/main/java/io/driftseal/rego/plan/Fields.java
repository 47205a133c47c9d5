package io.driftseal.rego.plan;

import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one object of the document; a problem names the object. */
record Fields(RegoObject object, String what) {

    static Fields of(@Nullable RegoValue value, String what) throws MalformedPlanException {
        if (value instanceof RegoObject object) {
            return new Fields(object, what);
        }
        throw new MalformedPlanException(what + " is not an object");
    }

    Fields object(String name) throws MalformedPlanException {
        return of(object.get(name), what + "." + name);
    }

    RegoValue value(String name) throws MalformedPlanException {
        RegoValue value = object.get(name);
        if (value == null) {
            throw new MalformedPlanException(what + " has no " + name);
        }
        return value;
    }

    String text(String name) throws MalformedPlanException {
        if (value(name) instanceof RegoString string) {
            return string.text();
        }
        throw new MalformedPlanException(what + "." + name + " is not a string");
    }

    long number(String name) throws MalformedPlanException {
        if (value(name) instanceof RegoNumber number && number.isLong()) {
            return number.longValue();
        }
        throw new MalformedPlanException(what + "." + name + " is not an integer");
    }

    /** A number that is an index: 0 to a million. */
    int index(String name) throws MalformedPlanException {
        return index(value(name), what + "." + name);
    }

    static int index(RegoValue value, String what) throws MalformedPlanException {
        if (value instanceof RegoNumber number
                && number.isLong()
                && number.longValue() >= 0
                && number.longValue() <= 1_000_000) {
            return (int) number.longValue();
        }
        throw new MalformedPlanException(what + " is not an index");
    }

    boolean bool(String name) throws MalformedPlanException {
        if (value(name) instanceof RegoBoolean bool) {
            return bool.value();
        }
        throw new MalformedPlanException(what + "." + name + " is not a boolean");
    }

    /** The items of an array; none where the field is absent or null, as Go writes empty lists. */
    List<RegoValue> items(String name) throws MalformedPlanException {
        RegoValue value = object.get(name);
        if (value == null || value instanceof RegoNull) {
            return List.of();
        }
        if (value instanceof RegoArray array) {
            return array.items();
        }
        throw new MalformedPlanException(what + "." + name + " is not an array");
    }
}
