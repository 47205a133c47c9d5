package io.driftseal.rego.builtin.encoding;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Reads YAML into values: the first document, while the others only have to be well-formed. What an
 * alias stands for is built again where it is used, and counted, so that aliases of aliases end at
 * the evaluation's limits.
 */
final class YamlReader {

    /** What one value takes in memory, roughly. */
    private static final int VALUE_BYTES = 64;

    private static final Tag PLAIN = new Tag("!plain");
    private static final String PREFIX = "tag:yaml.org,2002:";

    /** Leaves plain scalars to {@link YamlScalar}. */
    private static final class UnresolvedSchema implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return (text, implicit) -> implicit ? PLAIN : Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setSchema(new UnresolvedSchema())
                    .setAllowDuplicateKeys(true)
                    .setMaxAliasesForCollections(Integer.MAX_VALUE)
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .build();

    private final BuiltinContext context;

    /** How long the text is, as marks count: in code points. */
    private final int end;

    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlReader(BuiltinContext context, String text) {
        this.context = context;
        this.end = text.codePointCount(0, text.length());
    }

    /**
     * The value of the first document, null where there is none.
     *
     * @throws BuiltinException where the text is no YAML or has no JSON form
     */
    static RegoValue read(BuiltinContext context, String text) {
        try {
            Node first = null;
            for (Node document :
                    new Compose(SETTINGS).composeAllFromReader(new SteppingReader(context, text))) {
                first = first == null ? document : first;
            }
            return first == null ? RegoNull.NULL : new YamlReader(context, text).value(first);
        } catch (MarkedYamlEngineException malformed) {
            throw BuiltinException.of("yaml: " + described(malformed));
        } catch (YamlEngineException malformed) {
            throw BuiltinException.of("yaml: " + malformed.getMessage());
        } catch (StackOverflowError nested) {
            throw BuiltinException.of("yaml: exceeded max depth");
        }
    }

    private static String described(MarkedYamlEngineException malformed) {
        int line = malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
        String problem = malformed.getProblem().replaceFirst(", but (?:got|found).*", "");
        return "line " + line + ": " + problem.replaceFirst("^expected", "did not find expected");
    }

    private RegoValue value(Node node) {
        context.step(1);
        context.allocate(VALUE_BYTES);
        if (node instanceof ScalarNode scalar) {
            return json(scalar(scalar));
        }
        if (!open.add(node)) {
            throw BuiltinException.of("yaml: anchor value contains itself");
        }
        RegoValue value;
        if (node instanceof SequenceNode sequence) {
            List<RegoValue> items = new ArrayList<>(sequence.getValue().size());
            sequence.getValue().forEach(item -> items.add(value(item)));
            value = RegoArray.copyOf(items);
        } else if (node instanceof MappingNode mapping) {
            value = object(mapping);
        } else {
            throw BuiltinException.of("yaml: unknown anchor referenced");
        }
        open.remove(node);
        return value;
    }

    /**
     * What is written in a scalar. The last line of a block that the text ends in has the line
     * break that it was written with: none.
     */
    private String text(ScalarNode node) {
        String text = node.getValue();
        boolean block =
                node.getScalarStyle() == ScalarStyle.LITERAL
                        || node.getScalarStyle() == ScalarStyle.FOLDED;
        boolean unended =
                block
                        && text.endsWith("\n")
                        && node.getEndMark()
                                .filter(mark -> mark.getIndex() == end && mark.getColumn() > 0)
                                .isPresent();
        return unended ? text.substring(0, text.length() - 1) : text;
    }

    private Object scalar(ScalarNode node) {
        String tag = node.getTag().getValue();
        String text = text(node);
        if (node.getTag().equals(PLAIN)) {
            return YamlScalar.resolve(text);
        }
        if (!tag.startsWith(PREFIX)) {
            return text;
        }
        String name = tag.substring(PREFIX.length());
        Object resolved = YamlScalar.resolve(text);
        boolean fits =
                switch (name) {
                    case "int" -> resolved instanceof java.math.BigInteger;
                    case "float" -> resolved instanceof Number;
                    case "bool" -> resolved instanceof Boolean;
                    case "null" -> resolved == YamlScalar.Special.NULL;
                    default -> true;
                };
        if (!fits) {
            throw BuiltinException.of("yaml: cannot decode `" + text + "` as a !!" + name);
        }
        return switch (name) {
            case "float" -> ((Number) resolved).doubleValue();
            case "int", "bool", "null" -> resolved;
            case "binary" ->
                    RegoString.ofUtf8(GoBase64.STANDARD.decode(text.replaceAll("\\s", ""))).text();
            default -> text;
        };
    }

    private static RegoValue json(Object scalar) {
        return switch (scalar) {
            case String text -> RegoString.of(text);
            case Boolean truth -> RegoBoolean.of(truth);
            case java.math.BigInteger integer -> RegoNumber.of(integer);
            case Double number when Double.isFinite(number) ->
                    RegoNumber.parse(GoJsonNumber.format(number));
            case Double number ->
                    throw BuiltinException.of(
                            "json: unsupported value: "
                                    + (number.isNaN() ? "NaN" : number > 0 ? "+Inf" : "-Inf"));
            default -> RegoNull.NULL;
        };
    }

    private RegoValue object(MappingNode mapping) {
        Map<String, Node> own = new LinkedHashMap<>();
        Map<String, Node> merged = new LinkedHashMap<>();
        collect(mapping, own, merged, 0);
        merged.forEach(own::putIfAbsent);
        RegoObject.Builder object = RegoObject.builder();
        own.forEach((key, item) -> object.put(key, value(item)));
        return object.build();
    }

    private void collect(
            MappingNode mapping, Map<String, Node> own, Map<String, Node> merged, int depth) {
        if (depth > RegoValue.MAXIMUM_DEPTH) {
            throw BuiltinException.of("yaml: anchor value contains itself");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            context.step(1);
            if (isMerge(tuple.getKeyNode())) {
                merge(tuple.getValueNode(), merged, depth);
            } else {
                own.put(key(tuple.getKeyNode()), tuple.getValueNode());
            }
        }
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getValue().equals("<<")
                && (scalar.getTag().equals(PLAIN) || scalar.getTag().equals(Tag.MERGE));
    }

    private void merge(Node value, Map<String, Node> merged, int depth) {
        List<Node> sources = value instanceof SequenceNode list ? list.getValue() : List.of(value);
        for (Node source : sources) {
            if (!(source instanceof MappingNode mapping)) {
                throw BuiltinException.of(
                        "yaml: map merge requires map or sequence of maps as the value");
            }
            Map<String, Node> own = new LinkedHashMap<>();
            Map<String, Node> inherited = new LinkedHashMap<>();
            collect(mapping, own, inherited, depth + 1);
            own.forEach(merged::putIfAbsent);
            inherited.forEach(merged::putIfAbsent);
        }
    }

    private String key(Node node) {
        @Nullable Object scalar = node instanceof ScalarNode text ? scalar(text) : null;
        return switch (scalar) {
            case String text -> text;
            case Boolean truth -> truth.toString();
            case java.math.BigInteger integer -> integer.toString();
            case Double number -> GoJsonNumber.formatSingle(number);
            case null, default -> throw BuiltinException.of("yaml: unsupported map key");
        };
    }
}
