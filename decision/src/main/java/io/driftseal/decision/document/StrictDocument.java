package io.driftseal.decision.document;

import io.driftseal.decision.document.DocumentException.Fault;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object member by member and refuses what is missing, of another type, too long, or left
 * over at {@link #end}. Nothing has a default: an answer that leaves something out is no answer.
 */
public final class StrictDocument {

    private final JsonObject object;
    private final String path;
    private final Set<String> read = new HashSet<>();

    /**
     * @param path where the object stands in the answer, for messages
     */
    public StrictDocument(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    /** A text of at most {@code maximumLength} characters, may be empty. */
    public String text(String name, int maximumLength) throws DocumentException {
        if (member(name) instanceof JsonString text && text.value().length() <= maximumLength) {
            return text.value();
        }
        throw malformed(name, "must be a text of at most " + maximumLength + " characters");
    }

    /** A text that is not blank. */
    public String word(String name, int maximumLength) throws DocumentException {
        String text = text(name, maximumLength);
        if (text.isBlank()) {
            throw malformed(name, "must not be blank");
        }
        return text;
    }

    public boolean flag(String name) throws DocumentException {
        if (member(name) instanceof JsonBoolean flag) {
            return flag.value();
        }
        throw malformed(name, "must be true or false");
    }

    /** A list of at most {@code maximumItems} texts, none of them twice. */
    public List<String> words(String name, int maximumItems) throws DocumentException {
        var words = new ArrayList<String>();
        for (JsonValue item : items(name, maximumItems)) {
            if (!(item instanceof JsonString text) || words.contains(text.value())) {
                throw malformed(name, "must hold texts, each once");
            }
            words.add(text.value());
        }
        return words;
    }

    /** An object. */
    public StrictDocument document(String name) throws DocumentException {
        if (member(name) instanceof JsonObject document) {
            return new StrictDocument(document, path + "." + name);
        }
        throw malformed(name, "must be an object");
    }

    /** A list of at most {@code maximumItems} objects. */
    public List<StrictDocument> documents(String name, int maximumItems) throws DocumentException {
        var documents = new ArrayList<StrictDocument>();
        for (JsonValue item : items(name, maximumItems)) {
            if (!(item instanceof JsonObject document)) {
                throw malformed(name, "must hold objects");
            }
            documents.add(
                    new StrictDocument(document, path + "." + name + "[" + documents.size() + "]"));
        }
        return documents;
    }

    /** Whether there is such a member, for shapes that name it as optional. */
    public boolean has(String name) {
        return object.members().containsKey(name);
    }

    /** For conditions on the value of one member. */
    public DocumentException invalid(String name, String sentence) {
        return malformed(name, sentence);
    }

    /** To be called when all members were read. */
    public void end() throws DocumentException {
        int left = object.members().size() - read.size();
        if (left > 0) {
            throw new DocumentException(
                    Fault.SURPLUS, path, "has " + left + " members that its schema does not name");
        }
    }

    /** For conditions over several members. */
    public DocumentException inconsistent(String sentence) {
        return new DocumentException(Fault.MALFORMED, path, sentence);
    }

    private List<JsonValue> items(String name, int maximumItems) throws DocumentException {
        if (member(name) instanceof JsonArray array && array.items().size() <= maximumItems) {
            return array.items();
        }
        throw malformed(name, "must be a list of at most " + maximumItems + " items");
    }

    private @Nullable JsonValue member(String name) {
        JsonValue value = object.members().get(name);
        if (value != null) {
            read.add(name);
        }
        return value;
    }

    private DocumentException malformed(String name, String sentence) {
        return new DocumentException(Fault.MALFORMED, path + "." + name, sentence);
    }
}
