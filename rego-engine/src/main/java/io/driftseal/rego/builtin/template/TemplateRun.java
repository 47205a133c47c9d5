package io.driftseal.rego.builtin.template;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.template.TemplateNode.Choice;
import io.driftseal.rego.builtin.template.TemplateNode.Command;
import io.driftseal.rego.builtin.template.TemplateNode.Constant;
import io.driftseal.rego.builtin.template.TemplateNode.Dot;
import io.driftseal.rego.builtin.template.TemplateNode.Function;
import io.driftseal.rego.builtin.template.TemplateNode.Group;
import io.driftseal.rego.builtin.template.TemplateNode.Loop;
import io.driftseal.rego.builtin.template.TemplateNode.Operand;
import io.driftseal.rego.builtin.template.TemplateNode.Output;
import io.driftseal.rego.builtin.template.TemplateNode.Path;
import io.driftseal.rego.builtin.template.TemplateNode.Pipeline;
import io.driftseal.rego.builtin.template.TemplateNode.Text;
import io.driftseal.rego.builtin.template.TemplateNode.Variable;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders a template. Values are {@link RegoValue}s, and besides them {@link Long}, {@link Boolean}
 * and {@link String} that the template made; null is no value.
 */
final class TemplateRun {

    private final BuiltinContext context;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Map<String, @Nullable Object>> scopes = new ArrayDeque<>();

    TemplateRun(BuiltinContext context) {
        this.context = context;
    }

    String render(List<TemplateNode> nodes, RegoObject variables) {
        scopes.push(new HashMap<>());
        scopes.getFirst().put("$", variables);
        run(nodes, variables);
        return out.toString();
    }

    private void run(List<TemplateNode> nodes, @Nullable Object dot) {
        for (TemplateNode node : nodes) {
            context.step(1);
            int before = out.length();
            switch (node) {
                case Text text -> out.append(text.text());
                case Output output -> output(output, dot);
                case Choice choice -> choice(choice, dot);
                case Loop loop -> loop(loop, dot);
            }
            context.allocate(out.length() - before);
        }
    }

    private void scoped(List<TemplateNode> nodes, @Nullable Object dot) {
        scopes.push(new HashMap<>());
        run(nodes, dot);
        scopes.pop();
    }

    private void output(Output output, @Nullable Object dot) {
        Object value = value(output.pipeline(), dot);
        if (output.variable().isEmpty()) {
            out.append(TemplateFunctions.print(value));
            return;
        }
        if (output.declares()) {
            scopes.getFirst().put(output.variable(), value);
            return;
        }
        for (Map<String, @Nullable Object> scope : scopes) {
            if (scope.containsKey(output.variable())) {
                scope.put(output.variable(), value);
                return;
            }
        }
        throw error("undefined variable \"" + output.variable() + "\"");
    }

    private void choice(Choice choice, @Nullable Object dot) {
        scopes.push(new HashMap<>());
        Object value = value(choice.pipeline(), dot);
        if (!choice.variable().isEmpty()) {
            scopes.getFirst().put(choice.variable(), value);
        }
        boolean truth = TemplateFunctions.truth(value);
        run(truth ? choice.then() : choice.otherwise(), truth && choice.with() ? value : dot);
        scopes.pop();
    }

    private void loop(Loop loop, @Nullable Object dot) {
        Object value = value(loop.pipeline(), dot);
        List<Object> keys = new ArrayList<>();
        List<RegoValue> items = new ArrayList<>();
        switch (value) {
            case RegoArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    keys.add((long) i);
                    items.add(array.get(i));
                }
            }
            case RegoObject object ->
                    object.forEach((key, item) -> {
                        keys.add(key);
                        items.add(item);
                    });
            case null -> {}
            case RegoNull _ -> {}
            default -> throw error("range can't iterate over " + TemplateFunctions.print(value));
        }
        if (items.isEmpty()) {
            scoped(loop.otherwise(), dot);
        }
        for (int i = 0; i < items.size(); i++) {
            scopes.push(new HashMap<>());
            if (!loop.index().isEmpty()) {
                scopes.getFirst().put(loop.index(), keys.get(i));
            }
            if (!loop.element().isEmpty()) {
                scopes.getFirst().put(loop.element(), items.get(i));
            }
            run(loop.body(), items.get(i));
            scopes.pop();
        }
    }

    static BuiltinException error(String problem) {
        return BuiltinException.of("template: template:1: executing \"template\": " + problem);
    }

    private @Nullable Object value(Pipeline pipeline, @Nullable Object dot) {
        Object value = null;
        boolean first = true;
        for (Command command : pipeline.commands()) {
            context.step(1);
            List<@Nullable Object> arguments = new ArrayList<>();
            List<Operand> operands = command.operands();
            if (operands.getFirst() instanceof Function function) {
                for (Operand operand : operands.subList(1, operands.size())) {
                    arguments.add(value(operand, dot));
                }
                if (!first) {
                    arguments.add(value);
                }
                value = TemplateFunctions.call(function.name(), arguments);
            } else {
                if (operands.size() > 1 || !first) {
                    throw error("can't give argument to non-function");
                }
                value = value(operands.getFirst(), dot);
            }
            first = false;
        }
        return value;
    }

    private @Nullable Object value(Operand operand, @Nullable Object dot) {
        return switch (operand) {
            case Dot here -> dot;
            case Constant constant -> constant.value();
            case Function function -> TemplateFunctions.call(function.name(), List.of());
            case Group group -> value(group.pipeline(), dot);
            case Variable variable -> variable(variable.name());
            case Path path -> {
                Object value = value(path.of(), dot);
                for (String field : path.fields()) {
                    if (value == null) {
                        throw error("nil data; no entry for key \"" + field + "\"");
                    }
                    if (!(value instanceof RegoObject object)) {
                        throw error("can't evaluate field " + field);
                    }
                    value = object.get(RegoString.of(field));
                }
                yield value;
            }
        };
    }

    private @Nullable Object variable(String name) {
        for (Map<String, @Nullable Object> scope : scopes) {
            if (scope.containsKey(name)) {
                return scope.get(name);
            }
        }
        throw error("undefined variable \"" + name + "\"");
    }
}
